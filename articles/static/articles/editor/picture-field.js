/* A form's field for one picture: what it shows, and the window that chooses another. The field itself stays, out of sight. */

import {ask} from "articles/editor/combobox";
import {h, newId} from "articles/editor/dom";
import {choosePicture} from "articles/editor/picture-chooser";
import {fill, settings, texts} from "articles/editor/settings";

class PictureField {
  constructor(field) {
    this.field = field;
    this.logo = "logo" in field.dataset;
    this.name = (field.labels[0]?.textContent ?? "").trim().replace(/\s*:$/u, "");
    this.told = h("p", {class: "visually-hidden", role: "status"});
    this.card = h("div", {class: "picture-card"});
    this.choice = h("button", {type: "button", id: field.id, "aria-describedby": field.getAttribute("aria-describedby"), onclick: () => this.choose()});
    this.off = h("button", {type: "button", onclick: () => this.take(null)}, texts.remove);
    this.off.setAttribute("aria-label", `${this.name}: ${texts.remove}`);
    this.element = h("div", {class: "picture-field", id: newId("picture")}, this.card, h("div", {class: "editor-choices"}, this.choice, this.off), this.told);
    field.removeAttribute("id"); // what leads to the field leads to the button
    field.classList.add("picker-source");
    field.tabIndex = -1;
    field.setAttribute("aria-hidden", "true");
    field.nextElementSibling?.matches(".picture-plain") && field.nextElementSibling.remove();
    field.after(this.element);
    this.show(JSON.parse(field.dataset.picture || "null"));
    field.addEventListener("input", () => this.follow());
    window.addEventListener("pageshow", () => this.follow()); // by then browsers that were led back have filled it in
  }

  /** Show what something else wrote into the field. */
  async follow() {
    const {value} = this.field;
    if (value === String(this.picture?.pk ?? "")) return;
    const {results} = value ? await ask(settings.pictures, [["id", value]]).catch(() => ({results: []})) : {results: []};
    if (this.field.value === value) this.show(results[0] ?? null);
  }

  show(picture) {
    this.picture = picture;
    this.card.hidden = this.off.hidden = !picture;
    if (picture)
      this.card.replaceChildren(
        picture.image ? h("img", {src: picture.image, alt: ""}) : h("span", {class: "upload-face"}),
        h("p", {}, h("strong", {}, picture.title), h("span", {class: "card-about"}, picture.about)),
      );
    const words = picture ? texts.chooseAnother : texts.choosePicture;
    this.choice.textContent = words;
    this.choice.setAttribute("aria-label", `${this.name}: ${words}`);
  }

  take(picture) {
    this.show(picture);
    this.field.value = picture?.pk ?? "";
    for (const type of ["input", "change"]) this.field.dispatchEvent(new Event(type, {bubbles: true}));
    this.told.textContent = picture ? fill(texts.added, {name: picture.title}) : fill(texts.removed, {name: this.name});
    this.choice.focus();
  }

  async choose() {
    const picture = await choosePicture({logo: this.logo});
    if (picture) this.take(picture);
    else this.choice.focus();
  }
}

for (const field of document.querySelectorAll("input[data-picture]")) new PictureField(field);
