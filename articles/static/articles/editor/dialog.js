/* Small windows: one that asks for a line, and the frame that all of them have. */

import {h, newId} from "articles/editor/dom";
import {texts} from "articles/editor/settings";

/** Show a modal window; it goes when it closes, and the focus returns to where it was. Return the element. */
export const show = (title, ...children) => {
  const id = newId("title");
  const dialog = h("dialog", {class: "editor-dialog", "aria-labelledby": id}, h("h2", {id}, title), ...children);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && leave(dialog));
  document.body.append(dialog); // not in the page's form, since it has one of its own
  dialog.showModal();
  return dialog;
};

/** Close a window as Escape does: whoever listens to its "cancel" may have something to do first. */
export const leave = (dialog) => dialog.dispatchEvent(new Event("cancel", {cancelable: true})) && dialog.close();

/** Ask for a line of text. Return it; "" if it is to be removed; null if nothing is to be done.
 *
 * `accept` says what is wrong with a line, or nothing; `remove` names the button that removes.
 */
export const askForLine = ({title, label, value = "", accept, remove}) =>
  new Promise((resolve) => {
    let answer = null;
    const [input, problem] = [newId("line"), newId("problem")];
    const line = h("input", {id: input, type: "text", value, autocomplete: "off", spellcheck: "false", inputmode: "url", "aria-describedby": problem});
    const wrong = h("p", {id: problem, class: "editor-problem", role: "alert"});
    const finish = (text) => {
      answer = text;
      dialog.close();
    };
    const form = h(
      "form",
      {
        method: "dialog",
        onsubmit: (event) => {
          event.preventDefault();
          wrong.textContent = accept(line.value);
          line.setAttribute("aria-invalid", String(Boolean(wrong.textContent)));
          if (wrong.textContent) line.focus();
          else finish(line.value.trim());
        },
      },
      h("label", {for: input}, label),
      line,
      wrong,
      h(
        "div",
        {class: "editor-choices"},
        h("button", {type: "submit", class: "editor-main"}, texts.ok),
        h("button", {type: "button", onclick: () => finish(null)}, texts.cancel),
        remove && h("button", {type: "button", onclick: () => finish("")}, remove),
      ),
    );
    const dialog = show(title, form);
    dialog.addEventListener("close", () => resolve(answer));
    line.select();
  });
