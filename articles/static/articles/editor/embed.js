/* Embed: the address of a post, a video or a chart. The card tells where it leads; no other host is asked anything. */

import {Node} from "django-prose-editor/editor";
import {askForLine} from "articles/editor/dialog";
import {h} from "articles/editor/dom";
import {blockAround, captionKeys, changeBlock, insertBlock, removeBlock} from "articles/editor/places";
import {settings, texts} from "articles/editor/settings";

const NAME = "embed";
const ADDRESS = /^https:\/\/([a-z0-9.-]+)(?:[/?#][^\s\\"'<>]*)?$/i;

/** Return the name of the provider that may be embedded from the address, or nothing: provider() in articles/markup.py. */
const provider = (url) => {
  const host = ADDRESS.exec(url)?.[1].toLowerCase();
  if (!host || url.length > settings.longestAddress) return "";
  const known = Object.keys(settings.providers).find((name) => host === name || host.endsWith(`.${name}`));
  return known ? settings.providers[known] : "";
};

const ask = (value) =>
  askForLine({
    title: texts.embed,
    label: texts.embedAddress,
    value,
    accept: (text) => (provider(text.trim()) ? "" : texts.embedRefused),
  });

const bare = (url) => url.replace(/^https:\/\/(www\.)?/, "");

export const Embed = Node.create({
  name: NAME,
  group: "block",
  content: "text*",
  marks: "",
  isolating: true,
  defining: true,
  priority: 150,
  addAttributes: () => ({url: {default: ""}}),
  parseHTML: () => [
    {
      tag: "figure.embed",
      priority: 60,
      getAttrs: (figure) => (provider(figure.dataset.url ?? "") ? {url: figure.dataset.url} : false),
      contentElement: (figure) => figure.querySelector("figcaption") ?? document.createElement("figcaption"),
    },
  ],
  renderHTML: ({node}) => ["figure", {class: "embed", "data-url": node.attrs.url}, ["figcaption", 0]],
  addKeyboardShortcuts: () => captionKeys(NAME),
  addNodeView: () => ({node, editor, getPos}) => {
    const select = (event) => {
      event.preventDefault();
      editor.chain().focus().setNodeSelection(getPos()).run();
    };
    const name = h("strong");
    const address = h("span", {class: "card-about"});
    const contentDOM = h("figcaption", {"data-hint": texts.embedCaption});
    const tell = ({attrs: {url}}) => {
      name.textContent = provider(url);
      address.textContent = bare(url);
    };
    tell(node);
    return {
      dom: h("figure", {class: "embed"}, h("div", {class: "card", contenteditable: "false", onmousedown: select}, name, address), contentDOM),
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

export const embed = {
  name: NAME,
  keys: "Mod-Alt-l",
  async run(editor) {
    const url = await ask("");
    if (url) insertBlock(editor, {type: NAME, attrs: {url}});
    else editor.view.focus();
  },
  tools: [
    {
      name: "changeAddress",
      label: texts.changeAddress,
      async run(editor) {
        const url = await ask(blockAround(editor.state, NAME).node.attrs.url);
        if (url) changeBlock(editor, NAME, {url});
        else editor.view.focus();
      },
    },
    {name: "remove", label: texts.remove, run: (editor) => removeBlock(editor, NAME)},
  ],
};
