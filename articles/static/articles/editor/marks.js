/* The marks of the schema: strong, em, sub, sup and a. */

import {Mark} from "django-prose-editor/editor";
import {askForLine} from "articles/editor/dialog";
import {texts} from "articles/editor/settings";

const mark = (name, aliases, key) =>
  Mark.create({
    name,
    parseHTML: () => [name, ...aliases].map((tag) => ({tag})),
    renderHTML: () => [name, 0],
    addKeyboardShortcuts() {
      return {[key]: () => this.editor.commands.toggleMark(name)};
    },
  });

const LINK = /^(https?:\/\/[^\s/\\?#]|mailto:[^\s@]+@|tel:[+\d(]|\/(?![/\\])|#)/i;

/** Return the address if a link may lead there, or nothing; as safe_link() in articles/markup.py. */
export const safeLink = (text) => {
  const href = (text ?? "").replace(/[\t\n\f\r]/g, "").trim().replaceAll(" ", "%20");
  return LINK.test(href) ? href : "";
};

/** Return what was meant: people leave out what browsers add. */
const meant = (text) => {
  const typed = text.trim();
  if (safeLink(typed) || !typed) return typed;
  if (/^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i.test(typed)) return `mailto:${typed}`;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}([/?#]\S*)?$/i.test(typed) ? `https://${typed}` : typed;
};

/** Ask for a link's address, and put it on the selection or on the link that the cursor is in. */
export const askForLink = async (editor) => {
  if (editor.state.selection.empty && !editor.isActive("link")) return;
  const {href = ""} = editor.getAttributes("link");
  const answer = await askForLine({
    title: texts.link,
    label: texts.linkAddress,
    value: href,
    accept: (text) => (safeLink(meant(text)) ? "" : texts.linkRefused),
    remove: href && texts.unlink,
  });
  editor.view.focus();
  if (answer === null) return;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (answer === "") chain.unsetMark("link").run();
  else chain.setMark("link", {href: safeLink(meant(answer))}).run();
};

const Link = Mark.create({
  name: "link",
  priority: 1000, // outermost, so that a link with a word in bold is one link
  inclusive: false,
  addAttributes: () => ({href: {default: ""}}),
  parseHTML: () => [{tag: "a[href]", getAttrs: (a) => Boolean(safeLink(a.getAttribute("href"))) && null}],
  renderHTML: ({HTMLAttributes}) => ["a", {...HTMLAttributes, rel: "noopener noreferrer"}, 0],
  addKeyboardShortcuts() {
    return {
      "Mod-k": () => {
        askForLink(this.editor);
        return true; // where there is nothing to link too: the browser's own box would take the cursor away
      },
    };
  },
});

export const marks = [
  Link,
  mark("strong", ["b"], "Mod-b"),
  mark("em", ["i"], "Mod-i"),
  mark("sub", [], "Mod-,"),
  mark("sup", [], "Mod-."),
];
