/* All that can be added or made of a paragraph, in the order of the menus.

A block has a name (of its text and its picture), keys, run(editor), and perhaps isActive(editor) and tools: what can be
done with it where the cursor is. */

import {embed} from "articles/editor/embed";
import {factBox} from "articles/editor/fact-box";
import {picture} from "articles/editor/picture";
import {blockAround, insertBlock, removeBlock} from "articles/editor/places";
import {pullQuote} from "articles/editor/pull-quote";
import {related} from "articles/editor/related";
import {texts} from "articles/editor/settings";
import {toggleHeadRow} from "articles/editor/table";

const heading = (level) => ({
  name: `h${level}`,
  keys: `Mod-Alt-${level}`,
  isActive: (editor) => editor.isActive("heading", {level}),
  run: (editor) => editor.chain().focus().toggleHeading({level: blockAround(editor.state, "factBox") ? 3 : level}).run(),
});

const toggle = (name, node, keys, command) => ({
  name,
  keys,
  isActive: (editor) => editor.isActive(node),
  run: (editor) => editor.chain().focus()[command]().run(),
});

const tableTool = (name, command) => ({name, label: texts[name], run: (editor) => editor.chain().focus()[command]().run()});

const table = {
  name: "table",
  keys: "Mod-Alt-t",
  run(editor) {
    const row = (type, head) => ({
      type: "tableRow",
      attrs: {head},
      content: [1, 2, 3].map(() => ({type, content: [{type: "paragraph"}]})),
    });
    insertBlock(editor, {type: "table", content: [row("tableHeader", true), row("tableCell", false), row("tableCell", false)]});
  },
  tools: [
    tableTool("addRow", "addRowAfter"),
    tableTool("addColumn", "addColumnAfter"),
    tableTool("deleteRow", "deleteRow"),
    tableTool("deleteColumn", "deleteColumn"),
    tableTool("mergeCells", "mergeCells"),
    tableTool("splitCell", "splitCell"),
    {
      name: "headRow",
      label: texts.headRow,
      isActive: (editor) => Boolean(blockAround(editor.state, "table")?.node.firstChild.attrs.head),
      run: toggleHeadRow,
    },
    {name: "remove", label: texts.remove, run: (editor) => removeBlock(editor, "table")},
  ],
};

export const textBlocks = [
  heading(2),
  heading(3),
  toggle("ul", "bulletList", "Mod-Shift-8", "toggleBulletList"),
  {
    name: "ol",
    keys: "Mod-Shift-7",
    isActive: (editor) => editor.isActive("orderedList"),
    run: (editor) => editor.chain().focus().toggleList("orderedList", "listItem").run(),
  },
  toggle("blockquote", "blockquote", "Mod-Shift-9", "toggleBlockquote"),
];

export const ownBlocks = [
  pullQuote,
  factBox,
  picture,
  related,
  embed,
  table,
  {name: "hr", keys: "Mod-Alt-s", run: (editor) => insertBlock(editor, {type: "horizontalRule"})},
];

export const blocks = [...textBlocks, ...ownBlocks];
