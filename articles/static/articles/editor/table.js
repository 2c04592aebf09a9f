/* Tables: rows know whether they stand in the thead, since ProseMirror's tables have rows only. */

import {Table, TableCell, TableHeader, TableRow, findParentNode} from "django-prose-editor/editor";
import {FLOW} from "articles/editor/text";

const span = (name) => ({default: 1, parseHTML: (cell) => Math.max(1, Number.parseInt(cell.getAttribute(name) ?? "1", 10) || 1)});
const spans = () => ({
  colspan: span("colspan"),
  rowspan: span("rowspan"),
  colwidth: {default: null, rendered: false, parseHTML: () => null}, // ProseMirror's tables want it there
});
// Tiptap's own way of drawing needs style attributes.
const drawn = (tag) => ({HTMLAttributes}) => [tag, HTMLAttributes, 0];

/** Give the table a head, or take it away: its first row, whose cells become headings with it. */
export const toggleHeadRow = (editor) =>
  editor.chain().focus().command(({tr, state}) => {
    const found = findParentNode((node) => node.type.name === "table")(state.selection);
    if (!found) return false;
    const row = found.node.firstChild;
    const head = !row.attrs.head;
    tr.setNodeMarkup(found.start, null, {...row.attrs, head});
    row.forEach((cell, offset) => {
      const type = state.schema.nodes[head ? "tableHeader" : "tableCell"];
      tr.setNodeMarkup(found.start + 1 + offset, type, {...cell.attrs, scope: head ? cell.attrs.scope ?? null : undefined});
    });
    return true;
  }).run();

const tableNode = Table.extend({
  addMenuItems: null,
  addCommands() {
    const {insertTableWithOptions, ...commands} = this.parent();
    return commands;
  },
  addNodeView: () => () => {
    const dom = document.createElement("div");
    dom.className = "table-scroll";
    const contentDOM = dom.appendChild(document.createElement("table")).appendChild(document.createElement("tbody"));
    return {dom, contentDOM};
  },
});

export const tables = [
  tableNode,
  TableRow.extend({
    content: "(tableCell | tableHeader)+",
    addAttributes: () => ({
      head: {
        default: false,
        parseHTML: (row) => row.parentElement?.localName === "thead" || row.hasAttribute("data-head"),
        renderHTML: ({head}) => (head ? {"data-head": ""} : {}),
      },
    }),
  }),
  TableCell.extend({content: FLOW, addAttributes: spans, renderHTML: drawn("td")}),
  TableHeader.extend({
    content: FLOW,
    addAttributes: () => ({...spans(), scope: {default: null}}),
    renderHTML: drawn("th"),
  }),
];
