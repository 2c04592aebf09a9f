/* Who signs: a line each, in order, and a box that completes people. Django's table of lines stays the form's, out of
sight; what the form sends of it is written from the lines. */

import {teller} from "articles/editor/chooser";
import {h, newId} from "articles/editor/dom";
import {icon} from "articles/editor/icons";
import {Picker, fold, rove} from "articles/editor/picker";
import {fill, settings, textarea, texts} from "articles/editor/settings";

const {form} = textarea;
const tell = teller(settings.authors);
const ofLine = new WeakMap(); // lines by their element

class Line {
  constructor(bylines, {id, title, role}) {
    this.id = id;
    this.name = title;
    this.bylines = bylines;
    this.role = bylines.newRole();
    this.role.value = role ?? this.role.value;
    const button = (name, label, run) => h("button", {type: "button", class: `line-${name}`, title: label, "aria-label": label, onclick: run}, icon(name));
    this.up = button("up", texts.moveUp, () => this.move(-1));
    this.down = button("down", texts.moveDown, () => this.move(1));
    this.off = button("off", texts.remove, () => this.remove());
    this.about = h("span", {class: "card-about"});
    tell(id).then((known) => this.about.replaceChildren(known?.about ?? ""));
    this.grip = h("span", {class: "line-grip", "aria-hidden": "true", onpointerdown: (event) => this.drag(event)}, icon("grip"));
    const tools = h(
      "div",
      {class: "line", role: "toolbar", "aria-label": title, "aria-describedby": bylines.hint.id},
      this.grip,
      h("span", {class: "line-name"}, h("strong", {}, title), this.about),
      this.role,
      this.up,
      this.down,
      this.off,
    );
    this.element = h("li", {onkeydown: (event) => this.key(event)}, tools);
    ofLine.set(this.element, this);
    rove(tools, () => this.controls);
  }

  get controls() {
    return [this.role, this.up, this.down, this.off];
  }

  key(event) {
    const step = event.altKey && {ArrowUp: -1, ArrowDown: 1}[event.key];
    if (step) this.move(step);
    else if (event.key === "Delete") this.remove();
    else return;
    event.preventDefault();
  }

  /** Change places with a neighbour, who is the one that moves: this line keeps the focus. */
  move(step) {
    const {previousElementSibling: before, nextElementSibling: after} = this.element;
    if (step < 0 && before) this.element.after(before);
    else if (step > 0 && after) this.element.before(after);
    this.bylines.placed(this);
  }

  remove() {
    const next = this.element.nextElementSibling ?? this.element.previousElementSibling;
    this.element.remove();
    (next ? ofLine.get(next).off : this.bylines.input).focus();
    this.bylines.told.textContent = fill(texts.removed, {name: this.name});
    this.bylines.changed();
  }

  /** Follow the pointer from one place to another, until it is let go; Escape puts the line back. */
  drag(event) {
    if (event.button) return;
    event.preventDefault();
    const {element} = this;
    const [list, next] = [element.parentElement, element.nextElementSibling];
    const over = new AbortController();
    const middle = (other) => (other ? other.getBoundingClientRect().top + other.offsetHeight / 2 : NaN);
    const finish = (back) => {
      over.abort();
      element.classList.remove("dragged");
      if (back) list.insertBefore(element, next);
      this.bylines.placed(this);
    };
    const on = (target, type, run) => target.addEventListener(type, run, {signal: over.signal});
    on(this.grip, "pointermove", ({clientY}) => {
      while (clientY < middle(element.previousElementSibling)) element.after(element.previousElementSibling);
      while (clientY > middle(element.nextElementSibling)) element.before(element.nextElementSibling);
    });
    on(this.grip, "pointerup", () => finish(false));
    on(this.grip, "pointercancel", () => finish(true));
    on(document, "keydown", ({key}) => key === "Escape" && finish(true));
    this.grip.setPointerCapture(event.pointerId);
    element.classList.add("dragged");
  }
}

class Bylines extends Picker {
  constructor(group) {
    super(settings.authors, {id: "id_bylines", placeholder: texts.addPerson, "aria-label": texts.addPerson});
    const table = group.querySelector(".wrapper");
    this.role = table.querySelector(".empty-form select[name$=-role]");
    this.hint = h("p", {id: newId("keys"), class: "help line-keys"}, texts.lineKeys);
    this.signed = h("ol", {class: "lines", "aria-labelledby": "bylines-heading"});
    for (const row of table.querySelectorAll("tr.form-row:not(.empty-form)")) this.read(row);
    table.classList.add("hidden");
    table.after(this.element);
    this.element.prepend(this.signed, this.hint);
    this.arrange();
    form.addEventListener("submit", (event) => this.refuse(event), {capture: true});
    form.addEventListener("formdata", ({formData}) => this.write(formData));
  }

  get lines() {
    return [...this.signed.children].map((element) => ofLine.get(element));
  }

  /** Take a row of the table over, with what is said of it. */
  read(row) {
    const {value: id, selectedOptions} = row.querySelector("select[name$=-author]");
    const above = row.previousElementSibling;
    const errors = [...(above?.matches(".row-form-errors") ? above.querySelectorAll(".errorlist") : []), ...row.querySelectorAll(".errorlist")];
    if (id) this.append({id, title: selectedOptions[0].text, role: row.querySelector("select[name$=-role]").value}).element.prepend(...errors);
    else this.element.prepend(...errors);
  }

  append(person) {
    const line = new Line(this, person);
    this.signed.append(line.element);
    return line;
  }

  newRole() {
    const role = this.role.cloneNode(true);
    role.removeAttribute("id");
    role.removeAttribute("name");
    return role;
  }

  /** Write the lines in the place of the table's rows. */
  write(formData) {
    for (const name of [...formData.keys()]) if (/^bylines-(\d+|__prefix__)-/.test(name)) formData.delete(name);
    const {lines} = this;
    formData.set("bylines-TOTAL_FORMS", lines.length);
    for (const [at, {id, role}] of lines.entries()) {
      formData.set(`bylines-${at}-author`, id);
      formData.set(`bylines-${at}-role`, role.value);
      formData.set(`bylines-${at}-position`, at + 1);
    }
  }

  /** Let no half a name be sent away: who was meant may be missing under the article. */
  refuse(event) {
    if (!this.words) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.wrong.textContent = fill(texts.notChosen, {name: this.words});
    this.input.focus();
  }

  // --- the box

  offer({results, may_add: mayAdd}, words) {
    if (!mayAdd || !words) return results;
    const text = results.some(({title}) => fold(title) === fold(words)) ? texts.newNamesake : texts.newPerson;
    return [...results, {title: fill(text, {name: words}), make: words}];
  }

  /** Mark who does not sign yet; nobody in an empty box, where Enter would sign for them. */
  first(options) {
    if (!this.words) return -1;
    const ids = this.lines.map(({id}) => id);
    return Math.max(0, options.findIndex(({id, make}) => !make && !ids.includes(id)));
  }

  take(option) {
    if (option.make) this.make(option.make);
    else this.sign(option);
  }

  /** Take the marked one; if the list is still to come, the only one in it. */
  async enter() {
    if (!this.pending) return super.enter();
    await this.look();
    const people = this.options.filter(({make}) => !make);
    if (people.length === 1) this.take(people[0]);
  }

  key(event) {
    if (event.key === "Tab" && this.marked && !this.marked.make) this.take(this.marked); // and on goes the focus
    return super.key(event);
  }

  sign(person) {
    this.clear();
    tell.remember(person);
    const known = this.lines.find(({id}) => id === person.id);
    if (known) this.said.textContent = fill(texts.signsAlready, {name: person.title});
    else this.placed(this.append(person));
  }

  /** Add an author of that name. A refusal leaves the words in the box. */
  async make(name) {
    if (this.making) return;
    this.making = true;
    const headers = {Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value};
    try {
      const response = await fetch(settings.addPerson, {method: "POST", headers, body: new URLSearchParams({name})});
      const {result, problem} = await response.json();
      if (result) this.sign(result);
      else this.wrong.textContent = problem;
    } catch {
      this.wrong.textContent = texts.notAdded;
    }
    this.making = false;
  }

  // --- the lines

  /** Tell where a line is now. */
  placed(line) {
    const {lines} = this;
    this.told.textContent = fill(texts.place, {name: line.name, place: lines.indexOf(line) + 1, count: lines.length});
    this.changed();
  }

  changed() {
    this.arrange();
    this.signed.dispatchEvent(new Event("change", {bubbles: true}));
  }

  arrange() {
    const {lines} = this;
    for (const [at, {up, down}] of lines.entries()) {
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === lines.length - 1));
    }
  }
}

const group = document.getElementById("bylines-group");
if (group) new Bylines(group);
