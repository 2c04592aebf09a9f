/* A box of the form that completes: its list hangs under it while it has the focus, and what comes of it is told. */

import {Combobox} from "articles/editor/combobox";
import {h, newId} from "articles/editor/dom";

/** Return what makes two names the same, as articles.models.fold() does: no accents, no capitals, single spaces. */
export const fold = (name) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/u).filter(Boolean).join(" ");

/** Let arrows, Home and End lead from one control within `element` to another, and Tab to the last that was used. */
export const rove = (element, controls) => {
  const stop = (current) => {
    for (const control of controls()) control.tabIndex = control === current ? 0 : -1;
  };
  element.addEventListener("focusin", ({target}) => controls().includes(target) && stop(target));
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const found = controls().filter((control) => control.checkVisibility());
    const at = found.indexOf(event.target);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: found.length - 1}[event.key];
    if (at < 0 || !found[to]) return;
    event.preventDefault();
    found[to].focus();
  });
  stop(controls()[0]);
};

export class Picker extends Combobox {
  constructor(url, attributes) {
    const wrong = newId("wrong");
    super(url, {...attributes, "aria-describedby": [attributes["aria-describedby"], wrong].filter(Boolean).join(" ")});
    this.wrong = h("p", {id: wrong, class: "editor-problem", role: "alert"});
    this.told = h("p", {class: "visually-hidden", role: "status"});
    this.element = h("div", {class: "picker"}, h("div", {class: "picker-box"}, this.input, this.list), this.wrong, this.said, this.told);
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.input.addEventListener("click", () => this.opened || this.look());
    this.input.addEventListener("blur", () => document.hasFocus() && this.leave()); // not for another window
  }

  /** Do what is to be done when the focus goes elsewhere. */
  leave() {
    this.close();
  }

  key(event) {
    if (event.key !== "Escape" || !this.opened) return super.key(event);
    this.close();
    return true;
  }

  wait() {
    this.wrong.textContent = "";
    if (this.words) super.wait();
    else this.close();
  }

  async look() {
    await super.look();
    if (!this.words) this.said.textContent = ""; // nothing was looked for
  }

  show(options) {
    super.show(options);
    if (this.opened) this.list.scrollIntoView({block: "nearest"});
  }

  close() {
    this.stop();
    this.show([]);
    this.said.textContent = "";
  }

  /** Empty the box for the next name. */
  clear() {
    this.input.value = "";
    this.wrong.textContent = "";
    this.close();
  }
}
