/* The stored HTML and the document: read one, write the other. The schema is articles/markup.py's.

What is written is what articles.body.sanitise() would make of it, so that it can be compared with what is stored. A block
that nobody touched is written as it was read, byte by byte: a node of ProseMirror's is never changed, only replaced. */

import {pm} from "django-prose-editor/editor";

const written = new WeakMap(); // a block's HTML, by its node

const inText = (text) => text.replace(/[&<>]/g, (char) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;"})[char]);
const inAttribute = (text) => inText(text).replace(/["']/g, (char) => (char === '"' ? "&quot;" : "&#x27;"));
const element = (tag, attributes, inside) => {
  const pairs = Object.entries(attributes).filter(([, value]) => value);
  return `<${tag}${pairs.map(([name, value]) => ` ${name}="${inAttribute(value)}"`).join("")}>${inside}</${tag}>`;
};

const all = (node) => {
  const parts = [];
  node.forEach((child) => parts.push(write(child)));
  return parts.join("");
};

/** Write text with its marks: those that go on from one piece to the next stay open. */
const inline = (node) => {
  let html = "";
  let open = [];
  const close = (depth) => {
    while (open.length > depth) html += `</${open.pop().tag}>`;
  };
  node.forEach((piece) => {
    let kept = 0;
    while (kept < open.length && kept < piece.marks.length && open[kept].mark.eq(piece.marks[kept])) kept += 1;
    close(kept);
    for (const mark of piece.marks.slice(kept)) {
      const tag = mark.type.name === "link" ? "a" : mark.type.name;
      html += tag === "a" ? `<a href="${inAttribute(mark.attrs.href)}">` : `<${tag}>`;
      open.push({tag, mark});
    }
    html += piece.isText ? inText(piece.text) : "<br>";
  });
  close(0);
  return html;
};

/** Write what an item or a cell holds: its only paragraph, if it comes first, goes without its tags. */
const loose = (node) => {
  let paragraphs = 0;
  node.forEach((child) => (paragraphs += child.type.name === "paragraph"));
  if (paragraphs !== 1 || node.firstChild.type.name !== "paragraph") return all(node);
  const rest = [];
  node.forEach((child, _offset, index) => index && rest.push(write(child)));
  return inline(node.firstChild) + rest.join("");
};

const caption = (node) => (node.textContent.trim() ? `<figcaption>${inText(node.textContent)}</figcaption>` : "");

const cell = (tag) => (node) => {
  const {colspan, rowspan, scope} = node.attrs;
  return element(tag, {colspan: colspan > 1 && String(colspan), rowspan: rowspan > 1 && String(rowspan), scope}, loose(node));
};

const table = (node) => {
  const rows = {thead: "", tbody: ""};
  node.forEach((row) => (rows[row.attrs.head && !rows.tbody ? "thead" : "tbody"] += `<tr>${all(row)}</tr>`));
  const sections = Object.entries(rows).filter(([, html]) => html);
  return `<table>${sections.map(([tag, html]) => `<${tag}>${html}</${tag}>`).join("")}</table>`;
};

const pullQuote = (node) => {
  const [speaker, role] = [node.lastChild.firstChild, node.lastChild.lastChild].map((part) => inText(part.textContent.trim()));
  const lines = (speaker ? `<cite>${speaker}</cite>` : "") + (role ? `<span>${role}</span>` : "");
  const byline = lines && `<figcaption>${lines}</figcaption>`;
  return `<figure class="pull-quote"><blockquote>${all(node.firstChild)}</blockquote>${byline}</figure>`;
};

const WRITERS = {
  paragraph: (node) => `<p>${inline(node)}</p>`,
  heading: (node) => `<h${node.attrs.level}>${inline(node)}</h${node.attrs.level}>`,
  bulletList: (node) => `<ul>${all(node)}</ul>`,
  orderedList: (node) => `<ol>${all(node)}</ol>`,
  listItem: (node) => `<li>${loose(node)}</li>`,
  blockquote: (node) => `<blockquote>${all(node)}</blockquote>`,
  horizontalRule: () => "<hr>",
  table,
  tableCell: cell("td"),
  tableHeader: cell("th"),
  pullQuote,
  factBox: (node) => `<aside class="fact-box">${all(node)}</aside>`,
  picture: (node) => element("figure", {class: "picture", "data-picture": node.attrs.picture, "data-align": node.attrs.align}, caption(node)),
  embed: (node) => element("figure", {class: "embed", "data-url": node.attrs.url}, caption(node)),
  related: (node) => element("figure", {class: "related", "data-article": node.attrs.article}, ""),
};

const write = (node) => WRITERS[node.type.name](node);

/** Return the document as it is to be stored. Only blocks that changed since the last time are written anew. */
export const toStored = (doc) => {
  const blocks = [];
  doc.forEach((node) => {
    if (node.type.name === "paragraph" && !node.content.size) return; // nobody's words
    if (!written.has(node)) written.set(node, write(node));
    blocks.push(written.get(node));
  });
  return blocks.join("");
};

/** Write an element of the stored HTML as it stands there, which is not quite what outerHTML says: &nbsp;, &quot;. */
const asStored = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return inText(node.data);
  const tag = node.localName;
  const attributes = [...node.attributes].map(({name, value}) => ` ${name}="${inAttribute(value)}"`).join("");
  if (tag === "br" || tag === "hr") return `<${tag}${attributes}>`;
  return `<${tag}${attributes}>${[...node.childNodes].map(asStored).join("")}</${tag}>`;
};

/** Return the document that the stored HTML is. */
export const fromStored = (schema, html) => {
  const {body} = new DOMParser().parseFromString(html, "text/html");
  const parser = pm.model.DOMParser.fromSchema(schema);
  if ([...body.childNodes].some((node) => node.nodeType !== Node.ELEMENT_NODE)) return parser.parse(body);
  const nodes = [...body.children].flatMap((child) => {
    const alone = body.ownerDocument.createElement("body");
    const stored = asStored(child);
    alone.append(child);
    const {content} = parser.parse(alone);
    if (content.childCount === 1) written.set(content.firstChild, stored);
    return content.content;
  });
  return schema.topNodeType.createAndFill(null, nodes);
};
