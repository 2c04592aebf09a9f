/* What empty places wait for, in grey: decorations, so that it is never part of the text. */

import {Extension, Plugin, pm} from "django-prose-editor/editor";
import {texts} from "articles/editor/settings";

const {Decoration, DecorationSet} = pm.view;
const HINTS = {
  pullQuoteText: texts.pullQuoteText,
  pullQuoteSpeaker: texts.pullQuoteSpeaker,
  pullQuoteRole: texts.pullQuoteRole,
  picture: texts.pictureCaption,
  embed: texts.embedCaption,
};
const WITH_PLACES = new Set(["pullQuote", "factBox", "picture", "embed"]);

const hintFor = (node, parent) => {
  if (parent.type.name === "factBox") return node.type.name === "heading" ? texts.factBoxTitle : texts.factBoxText;
  return HINTS[node.type.name] ?? HINTS[parent.type.name];
};

const decorations = ({doc, selection}) => {
  const found = [];
  const hint = (node, pos, words) => found.push(Decoration.node(pos, pos + node.nodeSize, {class: "empty", "data-hint": words}));
  doc.forEach((block, start) => {
    if (block.type.name === "paragraph" && !block.content.size) {
      if (selection.empty && selection.from === start + 1) hint(block, start, texts.write);
      return;
    }
    if (!WITH_PLACES.has(block.type.name)) return;
    if (block.isTextblock && !block.content.size) hint(block, start, HINTS[block.type.name]);
    const lone = block.type.name !== "factBox" || block.childCount <= 2;
    block.descendants((node, pos, parent) => {
      const words = node.isTextblock && !node.content.size && lone && hintFor(node, parent);
      if (words) hint(node, start + 1 + pos, words);
    });
  });
  return DecorationSet.create(doc, found);
};

export const Hints = Extension.create({
  name: "hints",
  addProseMirrorPlugins: () => [new Plugin({props: {decorations}})],
});
