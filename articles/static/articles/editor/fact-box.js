/* Fact box: a title, and facts in paragraphs or lists. */

import {Node} from "django-prose-editor/editor";
import {backspaceRemoves, insertBlock, removeBlock} from "articles/editor/places";
import {texts} from "articles/editor/settings";

const NAME = "factBox";

export const FactBox = Node.create({
  name: NAME,
  group: "block",
  content: "(paragraph | heading | bulletList | orderedList)+",
  defining: true,
  priority: 150,
  parseHTML: () => [{tag: "aside.fact-box", priority: 60}],
  renderHTML: () => ["aside", {class: "fact-box"}, 0],
  addKeyboardShortcuts: () => ({Backspace: backspaceRemoves(NAME)}),
});

export const factBox = {
  name: NAME,
  keys: "Mod-Alt-b",
  run: (editor) =>
    insertBlock(editor, {type: NAME, content: [{type: "heading", attrs: {level: 3}}, {type: "paragraph"}]}),
  tools: [{name: "remove", label: texts.remove, run: (editor) => removeBlock(editor, NAME)}],
};
