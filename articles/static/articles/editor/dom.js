/* Elements in one expression. Nothing here takes HTML, and no style attribute is written: the desk's policy forbids both. */

/** Make an element: h("button", {type: "button", class: "x", onclick: f}, "Words", child). False and null are left out. */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

let count = 0;

/** Return an id that no other element has. */
export const newId = (name) => `editor-${name}-${++count}`;
