/* What is pasted from Word, Google Docs and web pages: the structure stays, the dressing goes.

Text that was deleted with tracked changes, and comments beside it, are no part of the text. */

import {Extension, Plugin} from "django-prose-editor/editor";
import {safeLink} from "articles/editor/marks";

const UNREAD = new Set(["script", "style", "meta", "link", "title", "head", "iframe", "object", "template", "noscript", "del", "xml"]);
const HEADINGS = {h1: "h2", h2: "h2", h3: "h3", h4: "h3", h5: "h3", h6: "h3"};
const KEPT = new Set(["p", "ul", "ol", "li", "blockquote", "hr", "br", "table", "thead", "tbody", "tr", "td", "th"]);
const OWN = "figure.pull-quote, figure.picture, figure.embed, figure.related, aside.fact-box"; // of our own pages
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, div, hr, figure, aside";
const GOOGLE = /^https:\/\/www\.google\.com\/url\?/;

/** Return the HTML with nothing in it that the desk's policy complains of, even where nothing is shown or run. */
const tamed = (html) =>
  html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z](?:[^"'>]|"[^"]*"|'[^']*')*>/gi, (tag) =>
      tag.replace(/"[^"]*"|'[^']*'|(?<=[\s"'])(style|on\w+)(?=\s*=)/gi, (whole, name) => (name ? `data-${name}` : whole)),
    );

const styleOf = (element) => (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

const isUnread = (element) => {
  const style = styleOf(element);
  return (
    UNREAD.has(element.localName) ||
    /mso-list:ignore|mso-hide:all|display:none|mso-element:(comment|footnote-separator)/.test(style) ||
    /(^|\s)(msoDel|MsoCommentReference|msocomanchor|msocomtxt)(\s|$)/i.test(element.className)
  );
};

/** Return the marks that an element's tag or style gives its words. */
const marksOf = (element) => {
  const style = styleOf(element);
  const weight = /(?:^|;)font-weight:(\w+)/.exec(style)?.[1];
  const bold = weight ? weight === "bold" || weight === "bolder" || Number(weight) >= 600 : ["b", "strong"].includes(element.localName);
  const italic = /(?:^|;)font-style:(\w+)/.exec(style)?.[1] ?? (["i", "em", "cite", "dfn"].includes(element.localName) ? "italic" : "");
  const align = /(?:^|;)vertical-align:(\w+)/.exec(style)?.[1];
  return [
    bold && "strong",
    (italic === "italic" || italic === "oblique") && "em",
    (element.localName === "sub" || align === "sub") && "sub",
    (element.localName === "sup" || align === "super") && "sup",
  ].filter(Boolean);
};

const address = (href) => {
  const meant = GOOGLE.test(href) ? new URL(href).searchParams.get("q") ?? href : href;
  return safeLink(meant).startsWith("#") ? "" : safeLink(meant); // to a place in the page it came from
};

/** Copy what is of use, into new elements. */
const copy = (from, to, heading = false) => {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data.replace(/[ \t\r\n\f]+/g, " "));
    else if (node.nodeType === Node.ELEMENT_NODE && !isUnread(node)) copyElement(node, to, heading);
  }
};

const copyElement = (node, to, heading) => {
  const make = (tag) => to.appendChild(to.ownerDocument.createElement(tag));
  const tag = node.localName;
  if (node.matches(OWN)) to.append(to.ownerDocument.importNode(node, true));
  else if (tag in HEADINGS) copy(node, make(HEADINGS[tag]), true);
  else if (tag === "p" && /^Mso(Title|Heading)/i.test(node.className)) copy(node, make("h2"), true);
  else if (tag === "p" && wordList(node)) copyItem(node, make("p"));
  else if (tag === "br") betweenBlocks(node) || make("br");
  else if (KEPT.has(tag)) copy(node, cell(node, make(tag)), tag === "th");
  else if (node.matches("div, section, article, main, header, footer, pre, address, dl, dt, dd, figure, figcaption, aside, caption"))
    copy(node, make("div"), heading);
  else copyInline(node, to, heading);
};

/** Tell whether a line break is nothing but an empty line: Google Docs and browsers put them beside paragraphs. */
const betweenBlocks = (br) =>
  br.className === "Apple-interchange-newline" || br.parentElement.querySelector(`:scope > :is(${BLOCKS}, :has(${BLOCKS}))`);

const copyInline = (node, to, heading) => {
  if (/mso-spacerun/.test(styleOf(node)) || node.classList.contains("Apple-converted-space")) return to.append(" ");
  const holds = node.querySelector(BLOCKS); // Google Docs has a <b> around all of it: a mark can't hold blocks
  let inner = to;
  const wrap = (tag) => (inner = inner.appendChild(to.ownerDocument.createElement(tag)));
  const href = node.localName === "a" && !holds && address(node.getAttribute("href") ?? "");
  if (href) wrap("a").setAttribute("href", href);
  if (!holds) for (const mark of marksOf(node)) if (!heading || mark !== "strong") wrap(mark);
  copy(node, inner, heading);
};

const cell = (from, to) => {
  for (const name of ["colspan", "rowspan", "scope"]) if (/^t[dh]$/.test(to.localName) && from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
  return to;
};

/** Return the level of a paragraph that Word shows as an item of a list, or 0. */
const wordList = (paragraph) => Number(/mso-list:(?!none|skip)\w+ level(\d)/.exec(styleOf(paragraph))?.[1] ?? 0);

/** Copy such a paragraph, with what gather() needs to make an item of it. */
const copyItem = (from, to) => {
  const bullet = [...from.querySelectorAll("[data-style]")].find((part) => /mso-list:ignore/.test(styleOf(part)))?.textContent.trim() ?? "";
  to.setAttribute("data-level", wordList(from));
  to.setAttribute("data-list", /^[(]?(\d+|[a-z]|[ivxlc]+)[.)]/i.test(bullet) ? "ol" : "ul");
  copy(from, to);
};

/** Make lists of runs of Word's list paragraphs. */
const gather = (body) => {
  for (const first of body.querySelectorAll("p[data-level]")) {
    if (!first.isConnected || first.closest("li[data-gathered]")) continue;
    const run = [];
    for (let next = first; next?.matches?.("p[data-level]"); next = next.nextElementSibling) run.push(next);
    const open = []; // lists, the outermost first
    for (const paragraph of run) {
      const level = Math.min(Number(paragraph.dataset.level), open.length + 1);
      open.length = Math.min(open.length, level);
      const other = open.length === level && open[level - 1].localName !== paragraph.dataset.list;
      if (other) open.length = level - 1;
      if (open.length < level) {
        const list = body.ownerDocument.createElement(paragraph.dataset.list);
        if (open.length) open.at(-1).lastElementChild.append(list);
        else paragraph.before(list);
        open.push(list);
      }
      const item = open.at(-1).appendChild(body.ownerDocument.createElement("li"));
      item.setAttribute("data-gathered", "");
      item.append(...paragraph.childNodes);
      paragraph.remove();
    }
  }
};

/** Put lists that stand right in a list, as Google Docs has them, into the item before them. */
const nest = (body) => {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const item = list.previousElementSibling ?? list.parentElement.insertBefore(body.ownerDocument.createElement("li"), list);
    item.append(list);
  }
};

/** Take away paragraphs with nothing in them: Word has them for space. */
const tidy = (body) => {
  for (const block of body.querySelectorAll("p, h2, h3, div")) {
    if (!block.textContent.trim() && !block.querySelector("table, hr, figure") && !block.closest("figure, aside")) block.remove();
  }
};

/** Return the HTML of the clipboard with nothing in it but what the schema has. */
export const cleaned = (html) => {
  const calm = tamed(html);
  if (calm.includes("data-pm-slice")) return calm; // from a body of ours
  const source = new DOMParser().parseFromString(calm, "text/html");
  const {body} = document.implementation.createHTMLDocument("");
  copy(source.body, body);
  gather(body);
  nest(body);
  tidy(body);
  return body.innerHTML;
};

export const Paste = Extension.create({
  name: "cleanPaste",
  addProseMirrorPlugins: () => [new Plugin({props: {transformPastedHTML: cleaned}})],
});
