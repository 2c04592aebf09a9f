/* A box and the list of what its words find. What is chosen, and what else may be, each kind of box says for itself. */

import {h, newId} from "articles/editor/dom";
import {texts} from "articles/editor/settings";

const PAUSE = 200; // milliseconds without a key before the desk is asked

/** Ask the desk. Return what it answers: {results: [{id, title, about, image?}], …}. */
export const ask = async (url, pairs, signal) => {
  const response = await fetch(`${url}?${new URLSearchParams(pairs)}`, {signal, headers: {Accept: "application/json"}});
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
};

export class Combobox {
  constructor(url, attributes = {}) {
    this.url = url;
    this.options = [];
    this.items = [];
    this.current = -1;
    this.pending = false; // whether the list is of other words than those in the box
    this.timer = 0;
    this.request = new AbortController();
    this.list = h("ul", {id: newId("found"), role: "listbox", "aria-label": texts.found, class: "editor-found", hidden: true});
    this.said = h("p", {class: "editor-problem", role: "status"});
    this.input = h("input", {
      id: newId("search"),
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
      oninput: () => this.wait(),
      onkeydown: (event) => {
        if (!event.isComposing && this.key(event)) event.preventDefault();
      },
      ...attributes,
    });
  }

  /** Return the options that an answer leaves: {title, about?, image?}, with `make` where it is yet to be made. */
  offer(answer) {
    return answer.results;
  }

  /** Return which option is marked before anybody chose. */
  first() {
    return 0;
  }

  take(_option) {}

  enter() {
    if (this.pending) this.look(); // what is shown was found for other words: nobody means that
    else if (this.marked) this.take(this.marked);
  }

  get words() {
    return this.input.value.trim().replace(/\s+/gu, " ");
  }

  get opened() {
    return !this.list.hidden;
  }

  get marked() {
    return this.options[this.current];
  }

  /** Do what a key means here. Return whether it means anything. */
  key({key}) {
    const {length} = this.options;
    if (key === "Enter") this.enter();
    else if (key !== "ArrowDown" && key !== "ArrowUp") return false;
    else if (!length) this.look();
    else if (key === "ArrowDown") this.point((this.current + 1) % length);
    else this.point(this.current > 0 ? this.current - 1 : length - 1);
    return true;
  }

  /** Mark an option, or none. */
  point(index) {
    this.items[this.current]?.setAttribute("aria-selected", "false");
    this.current = index;
    const item = this.items[index];
    item?.setAttribute("aria-selected", "true");
    item?.scrollIntoView({block: "nearest"});
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** Look when the typing pauses. */
  wait() {
    this.stop();
    this.pending = true;
    this.point(-1);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  stop() {
    clearTimeout(this.timer);
    this.request.abort();
  }

  async look() {
    this.stop();
    this.request = new AbortController();
    const {words} = this;
    let answer;
    try {
      answer = await ask(this.url, [["q", words]], this.request.signal);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.show([]);
      this.said.textContent = texts.searchFailed;
      return;
    }
    this.show(this.offer(answer, words));
    this.said.textContent = this.options.length ? "" : texts.nothingFound;
  }

  show(options) {
    this.pending = false;
    this.options = options;
    this.items = options.map((option) =>
      h(
        "li",
        {id: newId("option"), role: "option", class: option.make && "makes", "aria-selected": "false", onclick: () => this.take(option)},
        option.image && h("img", {src: option.image, alt: "", loading: "lazy"}),
        h("span", {class: "result-words"}, h("strong", {}, option.title), option.about && h("span", {class: "card-about"}, option.about)),
      ),
    );
    this.list.replaceChildren(...this.items);
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(this.opened));
    this.current = -1;
    this.point(options.length ? this.first(options) : -1);
  }
}
