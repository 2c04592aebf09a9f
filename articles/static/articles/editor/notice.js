/* A line above the form, with what may be done about it: it waits, and takes nothing from the writing. */

import {h} from "articles/editor/dom";
import {textarea} from "articles/editor/settings";

/** Show a line and its choices, [words, what they do] each. It goes with the first that is made. Return the element. */
export const notice = (words, ...choices) => {
  const button = ([label, act]) => h("button", {type: "button", onclick: () => (element.remove(), act())}, label);
  const element = h("div", {class: "editor-notice", role: "alert"}, h("p", {}, words), h("div", {class: "editor-choices"}, ...choices.map(button)));
  textarea.form.prepend(element);
  return element;
};
