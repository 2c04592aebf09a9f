/* Keys in words, and the keys of the blocks. */

import {Extension} from "django-prose-editor/editor";
import {blocks} from "articles/editor/blocks";
import {settings} from "articles/editor/settings";

const onMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);
const WORDS = onMac
  ? {Mod: "⌘", Alt: "⌥", Shift: "⇧"}
  : settings.language.startsWith("fr") ? {Mod: "Ctrl", Shift: "Maj", Enter: "Entrée", Escape: "Échap"} : {Mod: "Ctrl"};

/** Say keys as they are written on them: Mod-Alt-g is Ctrl + Alt + G. */
export const inWords = (keys) =>
  keys.split("-").map((key) => WORDS[key] ?? (key.length === 1 ? key.toUpperCase() : key)).join(onMac ? " " : "\u00a0+ ");

export const BlockKeys = Extension.create({
  name: "blockKeys",
  priority: 300, // before those that Tiptap gives to the same blocks
  addKeyboardShortcuts() {
    return Object.fromEntries(blocks.map(({keys, run}) => [keys, () => (run(this.editor), true)]));
  },
});
