/* What the keys do. */

import {blocks} from "articles/editor/blocks";
import {show} from "articles/editor/dialog";
import {h} from "articles/editor/dom";
import {inWords} from "articles/editor/keys";
import {texts} from "articles/editor/settings";

const TYPED = {h2: "##", h3: "###", ul: "-", ol: "1.", blockquote: ">"}; // and a space, at the start of a paragraph

export const showHelp = (editor) => {
  const line = (keys, what) => [h("dt", {}, ...keys.flatMap((key, index) => [index ? " / " : null, h("kbd", {}, key)])), h("dd", {}, what)];
  const dialog = show(
    texts.keys,
    h(
      "dl",
      {class: "editor-keys", tabindex: "0", "aria-label": texts.keys},
      ...line(["/"], texts.keySlash),
      ...line([inWords("Mod-s")], texts.keySave),
      ...line([inWords("Alt-F10")], texts.keyTools),
      ...line(["Tab"], texts.keyWalk),
      ...line([inWords("Shift-Enter")], texts.keyBreak),
      ...line([inWords("Mod-Enter")], texts.keyLeave),
      ...["strong b", "em i", "link k", "sub ,", "sup ."].flatMap((pair) => {
        const [name, key] = pair.split(" ");
        return line([inWords(`Mod-${key}`)], texts[name]);
      }),
      ...blocks.flatMap(({name, keys}) => line([inWords(keys), TYPED[name]].filter(Boolean), texts[name])),
      ...line([inWords("Mod-z")], texts.undo),
      ...line([inWords("Mod-Shift-z")], texts.redo),
    ),
    h("div", {class: "editor-choices"}, h("button", {type: "button", class: "editor-main", autofocus: true, onclick: () => dialog.close()}, texts.close)),
  );
  dialog.addEventListener("close", () => editor.view.focus());
};
