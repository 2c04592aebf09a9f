/* Picture of the library: which one, where it stands, and a caption of its own. */

import {Node, pm} from "django-prose-editor/editor";
import {h} from "articles/editor/dom";
import {cleaned} from "articles/editor/paste";
import {choosePicture, choosePictures, tellOfPicture} from "articles/editor/picture-chooser";
import {blockAround, captionKeys, changeBlock, insertBlock, removeBlock} from "articles/editor/places";
import {texts} from "articles/editor/settings";
import {picturesOf} from "articles/editor/uploads";

const NAME = "picture";
const ALIGNMENTS = {alignNone: "", alignLeft: "left", alignRight: "right", alignWide: "wide"};

/** Let pictures be chosen, or `files` be sent, and put them where the cursor is, one after another. */
const insert = async (editor, files = []) => {
  const chosen = await choosePictures({files, many: true});
  for (const {id} of chosen) insertBlock(editor, {type: NAME, attrs: {picture: id}});
  if (!chosen.length) editor.view.focus();
};

/** Tell whether HTML has words: a picture copied from a page brings some that has none. */
const hasWords = (html) => Boolean(cleaned(html).replace(/<[^>]*>/g, "").trim());

/** Take pictures that are dropped on the text or pasted into it. Where words come with them, as from Word, these are meant. */
const arrivals = (editor) =>
  new pm.state.Plugin({
    props: {
      handlePaste: (_view, {clipboardData}) => {
        const files = picturesOf(clipboardData);
        if (!files.length || hasWords(clipboardData.getData("text/html"))) return false;
        insert(editor, files);
        return true;
      },
      handleDrop: (view, event, _slice, moved) => {
        const files = picturesOf(event.dataTransfer);
        if (moved || !files.length) return false;
        const place = view.posAtCoords({left: event.clientX, top: event.clientY});
        if (place) view.dispatch(view.state.tr.setSelection(pm.state.Selection.near(view.state.doc.resolve(place.pos))));
        event.preventDefault();
        insert(editor, files);
        return true;
      },
    },
  });

export const Picture = Node.create({
  name: NAME,
  group: "block",
  content: "text*",
  marks: "",
  isolating: true,
  defining: true,
  priority: 150,
  addAttributes: () => ({picture: {default: ""}, align: {default: ""}}),
  parseHTML: () => [
    {
      tag: "figure.picture[data-picture]",
      priority: 60,
      getAttrs: ({dataset}) => ({picture: dataset.picture, align: dataset.align ?? ""}),
      contentElement: (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption"),
    },
  ],
  renderHTML: ({node}) => [
    "figure",
    {class: "picture", "data-picture": node.attrs.picture, ...(node.attrs.align && {"data-align": node.attrs.align})},
    ["figcaption", 0],
  ],
  addKeyboardShortcuts: () => captionKeys(NAME),
  addProseMirrorPlugins() {
    return [arrivals(this.editor)];
  },
  addNodeView: () => ({node, editor, getPos}) => {
    const select = (event) => {
      event.preventDefault();
      editor.chain().focus().setNodeSelection(getPos()).run();
    };
    let told = null;
    const card = h("div", {class: "picture-shown", contenteditable: "false", onmousedown: select});
    const contentDOM = h("figcaption", {"data-hint": texts.pictureCaption});
    const dom = h("figure", {class: "picture"}, card, contentDOM);
    const tell = async ({attrs}) => {
      dom.dataset.align = attrs.align;
      if (told === attrs.picture) return;
      told = attrs.picture;
      const known = await tellOfPicture(attrs.picture);
      if (told !== attrs.picture) return; // another was chosen in the meantime
      card.classList.toggle("missing", !known);
      if (known) card.replaceChildren(known.image ? h("img", {src: known.image, alt: known.title}) : h("p", {}, known.title), h("p", {class: "card-about"}, known.about));
      else card.replaceChildren(texts.pictureMissing);
    };
    tell(node);
    return {
      dom,
      contentDOM,
      update: (next) => {
        if (next.type.name !== NAME) return false;
        tell(next);
        return true;
      },
      ignoreMutation: (mutation) => mutation.type !== "selection" && !contentDOM.contains(mutation.target),
    };
  },
});

export const picture = {
  name: NAME,
  keys: "Mod-Alt-p",
  run: (editor) => insert(editor),
  tools: [
    ...Object.entries(ALIGNMENTS).map(([name, align]) => ({
      name,
      label: texts[name],
      isActive: (editor) => blockAround(editor.state, NAME)?.node.attrs.align === align,
      run: (editor) => changeBlock(editor, NAME, {align}),
    })),
    {
      name: "chooseAnother",
      label: texts.chooseAnother,
      async run(editor) {
        const chosen = await choosePicture();
        if (chosen) changeBlock(editor, NAME, {picture: chosen.id});
        else editor.view.focus();
      },
    },
    {name: "remove", label: texts.remove, run: (editor) => removeBlock(editor, NAME)},
  ],
};
