/* Where blocks of ours go, and how one gets out of them. */

import {Extension, findParentNode, pm} from "django-prose-editor/editor";

const {NodeSelection, Selection, TextSelection} = pm.state;

/** Put the cursor at the end of what stands at `pos`, or select it if nothing can be written in it. */
const enter = (tr, pos) => {
  const node = tr.doc.nodeAt(pos);
  const first = node.isAtom ? null : Selection.findFrom(tr.doc.resolve(pos + 1), 1, true);
  tr.setSelection(first ?? NodeSelection.create(tr.doc, pos)).scrollIntoView();
};

const afterBlock = (selection) => (selection.$from.depth ? selection.$from.after(1) : selection.to);

/** Put a block in place of the empty paragraph that the cursor is in, else after the block it is in. */
export const insertBlock = (editor, json) =>
  editor.chain().focus().command(({tr, state}) => {
    const node = state.schema.nodeFromJSON(json);
    const {selection} = tr;
    const {$from} = selection;
    const after = afterBlock(selection);
    const instead = $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size;
    const pos = instead ? $from.before(1) : after;
    tr.replaceWith(pos, after, node);
    if (node.type.name === "horizontalRule") goAfter(tr, pos + node.nodeSize);
    else enter(tr, pos);
    return true;
  }).run();

/** Put the cursor into the paragraph at `pos`, which is made if there is none. */
const goAfter = (tr, pos) => {
  const next = tr.doc.nodeAt(pos);
  if (next?.type.name !== "paragraph") tr.insert(pos, tr.doc.type.schema.nodes.paragraph.create());
  tr.setSelection(TextSelection.create(tr.doc, pos + 1)).scrollIntoView();
};

/** Lead out of the block that the cursor is in, into the paragraph after it. */
export const leave = (editor) =>
  editor.chain().focus().command(({tr}) => {
    const after = afterBlock(tr.selection);
    const next = tr.doc.nodeAt(after);
    if (next && !(next.type.name === "paragraph" && !next.content.size)) tr.insert(after, tr.doc.type.schema.nodes.paragraph.create());
    goAfter(tr, after);
    return true;
  }).run();

/** Return the block of this kind that the cursor is in or that is selected, as {node, pos}. */
export const blockAround = (state, name) => {
  const {selection} = state;
  if (selection instanceof NodeSelection && selection.node.type.name === name) return {node: selection.node, pos: selection.from};
  const found = findParentNode((node) => node.type.name === name)(selection);
  return found && {node: found.node, pos: found.pos};
};

/** Change the attributes of the block of this kind that the cursor is in. */
export const changeBlock = (editor, name, attributes) => {
  const found = blockAround(editor.state, name);
  if (found) editor.view.dispatch(editor.state.tr.setNodeMarkup(found.pos, null, {...found.node.attrs, ...attributes}));
  editor.view.focus();
};

/** Take the block away, and leave an empty paragraph in its place. */
export const removeBlock = (editor, name) => {
  const found = blockAround(editor.state, name);
  if (!found) return false;
  const {tr, schema} = editor.state;
  tr.replaceWith(found.pos, found.pos + found.node.nodeSize, schema.nodes.paragraph.create());
  editor.view.dispatch(tr.setSelection(TextSelection.create(tr.doc, found.pos + 1)).scrollIntoView());
  editor.view.focus();
  return true;
};

/** Keys of a block that has no more than a caption to write in. */
export const captionKeys = (name) => ({
  Enter: ({editor}) => Boolean(blockAround(editor.state, name)) && leave(editor),
  Backspace: ({editor}) => {
    const {selection} = editor.state;
    const found = blockAround(editor.state, name);
    if (!found || !selection.empty || selection.$from.parentOffset) return false;
    editor.view.dispatch(editor.state.tr.setSelection(NodeSelection.create(editor.state.doc, found.pos)));
    return true;
  },
});

/** Backspace in a block with nothing in it takes it away. */
export const backspaceRemoves = (name) => ({editor}) => {
  const found = blockAround(editor.state, name);
  return Boolean(found) && editor.state.selection.empty && !found.node.textContent && removeBlock(editor, name);
};

export const Places = Extension.create({
  name: "places",
  addKeyboardShortcuts() {
    return {"Mod-Enter": () => leave(this.editor)};
  },
});
