/* Tags as chips, with a box that completes and makes new ones. The form's field stays its field, out of sight: names
parted by commas, to the last change. */

import {h} from "articles/editor/dom";
import {Picker, fold, rove} from "articles/editor/picker";
import {fill, settings, textarea, texts} from "articles/editor/settings";

const split = (text) => text.split(/[,\n]/u).map((name) => name.trim().replace(/\s+/gu, " ")).filter(Boolean);

class Tags extends Picker {
  constructor(field) {
    super(settings.tags, {id: field.id, "aria-describedby": field.getAttribute("aria-describedby"), onpaste: (event) => this.paste(event)});
    this.field = field;
    this.chips = h("ul", {class: "chips", "aria-label": texts.tags, onkeydown: (event) => this.walk(event)});
    this.names = [];
    this.read();
    rove(this.chips, () => this.buttons);
    field.removeAttribute("id"); // what leads to the field by its label, or by what is said of it, leads to the box
    field.classList.add("picker-source");
    field.tabIndex = -1;
    field.setAttribute("aria-hidden", "true");
    field.addEventListener("input", () => split(field.value).join() === this.names.join() || this.read()); // something else wrote it
    field.after(this.element);
    this.element.prepend(this.chips);
    field.form.addEventListener("submit", () => this.settle(), {capture: true});
  }

  get buttons() {
    return [...this.chips.querySelectorAll("button")];
  }

  read() {
    this.names = [];
    this.chips.replaceChildren();
    for (const name of split(this.field.value)) this.append(name);
  }

  write() {
    this.field.value = this.names.join(", ");
    for (const type of ["input", "change"]) this.field.dispatchEvent(new Event(type, {bubbles: true}));
  }

  // --- the box

  offer({results}, words) {
    const known = results.some(({title}) => fold(title) === fold(words));
    return known ? results : [...results, {title: fill(texts.newTag, {name: words}), make: words}];
  }

  /** Mark what begins with the words, else the new tag: to complete a word is meant more often than another one. */
  first(options) {
    return fold(options[0].title).startsWith(fold(this.words)) ? 0 : options.length - 1;
  }

  take(option) {
    this.add([option.make ?? option.title]);
    this.clear();
  }

  /** Take the marked one, else the words as they stand: which of the two is seen in the list. */
  enter() {
    if (this.marked) return this.take(this.marked);
    this.add(split(this.input.value));
    this.clear();
  }

  settle() {
    if (this.words) this.enter();
  }

  leave() {
    this.settle();
    this.close();
  }

  key(event) {
    const {key} = event;
    const empty = !this.input.value;
    if (key === ",") this.enter();
    else if (key === "Backspace" && empty && this.names.length && !event.repeat) this.takeBack();
    else if (key === "ArrowLeft" && empty && this.names.length) this.buttons.at(-1).focus();
    else return super.key(event);
    return true;
  }

  look() {
    return this.words ? super.look() : undefined;
  }

  /** Some keyboards send no key for a comma: it is in the box before anybody could tell. */
  wait() {
    const {value} = this.input;
    const end = value.lastIndexOf(",");
    if (end >= 0) {
      this.add(split(value.slice(0, end)));
      this.input.value = value.slice(end + 1).trimStart();
    }
    super.wait();
  }

  paste(event) {
    const names = split(event.clipboardData.getData("text/plain"));
    if (names.length < 2) return;
    event.preventDefault();
    this.add(names);
  }

  // --- the chips

  add(names) {
    const there = new Set(this.names.map(fold));
    for (const name of names) {
      if (there.has(fold(name))) {
        this.told.textContent = fill(texts.alreadyThere, {name});
        continue;
      }
      there.add(fold(name));
      this.append(name);
      this.told.textContent = fill(texts.added, {name});
    }
    this.write();
  }

  append(name) {
    const label = fill(texts.removeName, {name});
    const button = h("button", {type: "button", tabindex: "-1", title: label, "aria-label": label, onclick: () => this.remove(button)}, "×");
    this.names.push(name);
    this.chips.append(h("li", {class: "chip"}, h("span", {}, name), button));
  }

  /** Take a tag off; the focus goes to the next one, or to the box. Return its name. */
  remove(button) {
    const at = this.buttons.indexOf(button);
    const [name] = this.names.splice(at, 1);
    button.closest("li").remove();
    (this.buttons[at] ?? this.input).focus();
    this.told.textContent = fill(texts.removed, {name});
    this.write();
    return name;
  }

  /** Put the last tag's name into the box, to be written otherwise. */
  takeBack() {
    this.input.value = this.remove(this.buttons.at(-1));
    this.wait();
  }

  walk(event) {
    const last = event.target === this.buttons.at(-1);
    if (event.key === "Delete" || event.key === "Backspace") this.remove(event.target);
    else if (event.key === "ArrowRight" && last) this.input.focus();
    else return;
    event.preventDefault();
  }
}

const field = textarea.form.elements.namedItem("tags");
if (field) new Tags(field);
