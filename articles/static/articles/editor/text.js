/* The nodes that hold running text: paragraphs, subheads, lists, quotations, the dividing line. */

import {
  Blockquote, BulletList, Document, HardBreak, Heading, HorizontalRule, ListItem, Node, Paragraph, Text, wrappingInputRule,
} from "django-prose-editor/editor";

export const FLOW = "(paragraph | bulletList | orderedList)+"; // what items, cells and quotations hold

const OrderedList = Node.create({
  name: "orderedList",
  group: "block list",
  content: "listItem+",
  parseHTML: () => [{tag: "ol"}],
  renderHTML: () => ["ol", 0],
  addKeyboardShortcuts() {
    return {"Mod-Shift-7": () => this.editor.commands.toggleList("orderedList", "listItem")};
  },
  addInputRules() {
    return [wrappingInputRule({find: /^1[.)]\s$/, type: this.type})];
  },
});

export const text = [
  Document,
  Text,
  Paragraph,
  HardBreak.extend({
    addKeyboardShortcuts() {
      return {"Shift-Enter": () => this.editor.commands.setHardBreak()}; // Mod-Enter leaves a block: see places.js
    },
  }),
  Heading.configure({levels: [2, 3]}),
  BulletList,
  OrderedList,
  ListItem.extend({content: FLOW}),
  Blockquote.extend({
    content: FLOW,
    addKeyboardShortcuts() {
      return {...this.parent(), "Mod-Shift-9": () => this.editor.commands.toggleBlockquote()};
    },
  }),
  HorizontalRule,
];
