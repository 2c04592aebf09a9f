/* The tools' pictures: strokes on a field of 20 by 20, or the letters that stand for them. */

const NAMESPACE = "http://www.w3.org/2000/svg";

const STROKES = {
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l2.9-2.9a3 3 0 0 0-4.2-4.2l-.9.9M11.5 8.5a3 3 0 0 0-4.2 0l-2.9 2.9a3 3 0 0 0 4.2 4.2l.9-.9",
  ul: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  ol: "M9 5h8M9 10h8M9 15h8M3 4l1.2-.7V7.5M3 12.6c0-1.8 2.4-1.6 2.4 0 0 .9-2.4 1.5-2.4 3h2.5",
  blockquote: "M4 4v12M8 6h9M8 10h9M8 14h6",
  pullQuote: "M4 13V9.5C4 7 5.5 5.5 8 5M4 9.5h3.5V13H4M11.5 13V9.5c0-2.5 1.5-4 4-4.5M11.5 9.5H15V13h-3.5",
  factBox: "M3.5 3.5h13v13h-13zM6.5 7h7M6.5 10h7M6.5 13h4",
  picture: "M3 4h14v12H3zM3 13.5l4-4 3.5 3.5 2.5-2.5 4 4M13 7.5h.01",
  related: "M4 3.5h8l4 4v9H4zM12 3.5v4h4M7 11h6M7 13.5h4",
  embed: "M7 6.5L3.5 10 7 13.5M13 6.5l3.5 3.5-3.5 3.5M11.5 4.5l-3 11",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12M12.5 4v12",
  hr: "M3 10h14",
  add: "M10 4v12M4 10h12",
  undo: "M7 4L3.5 7.5 7 11M3.5 7.5H12a4 4 0 0 1 0 8H8.5",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5H8a4 4 0 0 0 0 8h3.5",
  addRow: "M3 3.5h14v6H3zM10 12v5M7.5 14.5h5",
  addColumn: "M3.5 3h6v14h-6zM12 10h5M14.5 7.5v5",
  deleteRow: "M3 3.5h14v6H3zM7.5 14.5h5",
  deleteColumn: "M3.5 3h6v14h-6zM12 10h5",
  mergeCells: "M3 4h14v12H3zM6 10h3M14 10h-3M7.5 8.5L9 10l-1.5 1.5M12.5 8.5L11 10l1.5 1.5",
  splitCell: "M3 4h14v12H3zM10 4v12",
  headRow: "M3 4h14v12H3zM3 8h14M3 6h14M10 8v8",
  alignNone: "M3 4h14M6 8h8v4H6zM3 16h14",
  alignLeft: "M3 6h7v7H3zM13 6h4M13 9.5h4M13 13h4M3 16.5h14",
  alignRight: "M10 6h7v7h-7zM3 6h4M3 9.5h4M3 13h4M3 16.5h14",
  alignWide: "M2 6h16v8H2zM5 3h10M5 17h10",
  chooseAnother: "M4 10a6 6 0 0 1 10.5-4L16 7.5M16 4v3.5h-3.5M16 10a6 6 0 0 1-10.5 4L4 12.5M4 16v-3.5h3.5",
  up: "M10 16V4.5M5 9.5l5-5 5 5",
  down: "M10 4v11.5M5 10.5l5 5 5-5",
  off: "M5 5l10 10M15 5L5 15",
  grip: "M7.5 5h.01M7.5 10h.01M7.5 15h.01M12.5 5h.01M12.5 10h.01M12.5 15h.01",
  remove: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6",
};
STROKES.changeAddress = STROKES.link;

const LETTERS = {strong: "B", em: "I", sub: "x₂", sup: "x²", h2: "H2", h3: "H3", paragraph: "¶", help: "?"};

/** Return the picture of a tool, which says nothing: its button has the words. */
export const icon = (name) => {
  if (name in LETTERS) {
    const letters = document.createElement("span");
    letters.className = `icon icon-${name}`;
    letters.setAttribute("aria-hidden", "true");
    letters.textContent = LETTERS[name];
    return letters;
  }
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(NAMESPACE, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
};
