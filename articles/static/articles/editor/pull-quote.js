/* Pull quote: what was said, who said it, their role. Tab and Enter walk from one to the next, Shift + Tab back. */

import {Node, pm} from "django-prose-editor/editor";
import {backspaceRemoves, blockAround, insertBlock, leave, removeBlock} from "articles/editor/places";
import {texts} from "articles/editor/settings";

const NAME = "pullQuote";
const PARTS = ["pullQuoteText", "pullQuoteSpeaker", "pullQuoteRole"];

const part = (name, tag, content, parent) =>
  Node.create({
    name,
    content,
    marks: content === "text*" ? "" : undefined,
    isolating: true,
    selectable: false,
    parseHTML: () => [{tag: `figure.pull-quote ${tag}`, priority: 60, context: `${parent}/`}],
    renderHTML: () => [tag, 0],
  });

/** Return the positions of the parts, and the number of the one that the cursor is in. */
const parts = (state) => {
  const found = blockAround(state, NAME);
  if (!found) return null;
  const [text, byline] = [found.node.firstChild, found.node.lastChild];
  const start = found.pos + 1;
  const speaker = start + text.nodeSize + 1;
  const places = [start, speaker, speaker + byline.firstChild.nodeSize];
  const head = state.selection.$head;
  const names = Array.from({length: head.depth + 1}, (_, depth) => head.node(depth).type.name);
  return {places, current: PARTS.findIndex((name) => names.includes(name))};
};

const walk = (editor, step) => {
  const found = parts(editor.state);
  if (!found || found.current < 0) return false;
  const target = found.current + step;
  if (target < 0) return false;
  if (target === PARTS.length) return leave(editor);
  const {doc, tr} = editor.state;
  const pos = found.places[target];
  const end = doc.resolve(pos + doc.nodeAt(pos).nodeSize - 1);
  editor.view.dispatch(tr.setSelection(pm.state.Selection.near(end, -1)).scrollIntoView());
  return true;
};

const PullQuote = Node.create({
  name: NAME,
  group: "block",
  content: "pullQuoteText pullQuoteByline",
  isolating: true,
  defining: true,
  priority: 200, // its keys come before those of lists and tables
  parseHTML: () => [{tag: "figure.pull-quote", priority: 60}],
  renderHTML: () => ["figure", {class: "pull-quote"}, 0],
  addKeyboardShortcuts() {
    const removeIfEmpty = backspaceRemoves(NAME);
    return {
      Tab: () => walk(this.editor, 1),
      Enter: () => walk(this.editor, 1),
      "Shift-Tab": () => walk(this.editor, -1),
      Backspace: () => {
        if (removeIfEmpty({editor: this.editor})) return true;
        const {selection} = this.editor.state;
        const found = parts(this.editor.state);
        return Boolean(found?.current > 0 && selection.empty && !selection.$from.parentOffset) && walk(this.editor, -1);
      },
    };
  },
});

export const pullQuoteNodes = [
  PullQuote,
  part("pullQuoteText", "blockquote", "paragraph+", NAME),
  part("pullQuoteByline", "figcaption", "pullQuoteSpeaker pullQuoteRole", NAME),
  part("pullQuoteSpeaker", "cite", "text*", "pullQuoteByline"),
  part("pullQuoteRole", "span", "text*", "pullQuoteByline"),
];

export const pullQuote = {
  name: NAME,
  keys: "Mod-Alt-g",
  run: (editor) =>
    insertBlock(editor, {
      type: NAME,
      content: [
        {type: "pullQuoteText", content: [{type: "paragraph"}]},
        {type: "pullQuoteByline", content: [{type: "pullQuoteSpeaker"}, {type: "pullQuoteRole"}]},
      ],
    }),
  tools: [{name: "remove", label: texts.remove, run: (editor) => removeBlock(editor, NAME)}],
};
