/* Pictures on their way into the library: a row a file, with a bar while it goes and what is asked of it once it is there. */

import {h, newId} from "articles/editor/dom";
import {fill, settings, texts} from "articles/editor/settings";

const AT_ONCE = 2; // files under way
const WORDS = {alt: "picture-alt", caption: "picture-caption", credit: "picture-credit"};

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/** Return the pictures among what was dropped, pasted or chosen. Whether they are what they say, the server tells. */
export const picturesOf = (transfer) => [...(transfer?.files ?? [])].filter(({type, name}) => type.startsWith("image/") || /\.(hei[cf]|avif|tiff?)$/i.test(name));

/** Post a form, and tell how far it has gone. Return the answer, {problem} where there is none that can be read. */
const post = (url, fields, {onprogress = () => {}, request = new XMLHttpRequest()} = {}) =>
  new Promise((resolve) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({csrfmiddlewaretoken: token(), ...fields})) data.append(name, value);
    request.upload.addEventListener("progress", onprogress);
    request.addEventListener("loadend", () => {
      try {
        resolve(JSON.parse(request.responseText));
      } catch {
        resolve({problem: request.status === 413 ? request.responseText : texts.notUploaded});
      }
    });
    request.open("POST", url);
    request.send(data);
  });

/** What a picture is told by, to be written where it is: each field is kept as it is left. */
class Words {
  constructor(picture) {
    this.picture = picture;
    this.last = Promise.resolve();
    this.wrong = h("p", {class: "editor-problem", role: "alert"});
    this.kept = h("span", {class: "upload-kept", role: "status"});
    this.fields = Object.entries(WORDS).map(([name, css]) => {
      const id = newId(name);
      const field = h(name === "credit" ? "input" : "textarea", {id, name, class: css, rows: name !== "credit" && "2", maxlength: settings.longest[name], onchange: () => this.keep()});
      field.value = picture[name];
      return [h("label", {for: id}, texts[name]), field];
    });
    this.element = h("div", {class: "upload-fields"}, ...this.fields.flat(), this.wrong, this.kept);
  }

  get values() {
    return Object.fromEntries(this.fields.map(([, field]) => [field.name, field.value]));
  }

  get dirty() {
    return this.fields.some(([, field]) => field.value !== this.picture[field.name]);
  }

  /** Write what is there now, after what is being written. Return whether all is kept. */
  keep() {
    this.last = this.last.then(async () => {
      if (!this.dirty) return true;
      this.kept.textContent = "";
      const sent = this.values;
      const {picture, problem, problems} = await post(settings.pictureWords, {id: this.picture.id, ...sent});
      this.wrong.textContent = problem ?? Object.values(problems ?? {}).flat().join(" ");
      this.kept.textContent = picture ? texts.kept : "";
      if (picture) Object.assign(this.picture, picture, sent); // the server may have tidied them: no reason to ask again
      return Boolean(picture);
    });
    return this.last;
  }
}

class Upload {
  constructor(file, list) {
    this.file = file;
    this.list = list;
    this.request = new XMLHttpRequest();
    this.picture = null;
    this.face = h("div", {class: "upload-face"});
    this.bar = h("progress", {max: "100", value: "0", "aria-label": file.name});
    this.said = h("p", {class: "upload-said", role: "status"}, texts.waiting);
    this.off = h("button", {type: "button", "aria-label": `${texts.cancel}: ${file.name}`, onclick: () => this.cancel()}, texts.cancel);
    this.body = h("div", {class: "upload-body"}, h("p", {class: "upload-name"}, file.name), this.bar, this.said, this.off);
    this.element = h("li", {class: "upload"}, this.face, this.body);
  }

  cancel() {
    this.request.abort();
    this.list.drop(this);
  }

  async send() {
    this.said.textContent = "";
    const answer =
      this.file.size > settings.largestFile
        ? {problem: texts.tooLarge}
        : await post(settings.upload, {file: this.file, ...(this.list.logo && {logo: "1"})}, {
            request: this.request,
            onprogress: ({loaded, total}) => (this.bar.value = (100 * loaded) / total),
          });
    this.bar.remove();
    if (answer.picture) this.arrive(answer);
    else this.refuse(answer.problem);
  }

  refuse(problem) {
    this.request = new XMLHttpRequest();
    this.element.classList.add("refused");
    this.said.textContent = problem;
    const again = () => {
      this.element.classList.remove("refused");
      this.off.before(this.bar);
      this.bar.value = 0;
      retry.remove();
      this.list.queue(this);
    };
    const retry = h("button", {type: "button", onclick: again}, texts.tryAgain);
    this.off.before(retry);
    this.off.textContent = texts.remove;
  }

  arrive({picture, is_new: isNew, may_write: mayWrite}) {
    this.picture = picture;
    this.element.classList.add("arrived");
    if (picture.image) this.face.append(h("img", {src: picture.image, alt: ""}));
    this.off.remove();
    if (isNew) this.said.remove();
    else this.said.textContent = fill(texts.known, {title: picture.title});
    if (mayWrite && (isNew || !picture.alt || !picture.credit)) {
      this.words = new Words(picture);
      this.body.append(this.words.element);
    }
    const {act} = this.list;
    if (act) this.body.append(h("button", {type: "button", class: "editor-main", onclick: () => act([this])}, texts.insertPicture));
    else this.body.append(h("a", {href: `${settings.library}${picture.pk}/change/`}, texts.openPicture));
  }
}

/** The list of what is on its way. `act` takes uploads that are to be used; without it they only go into the library. */
export class Uploads {
  constructor({act = null, logo = false, onchange = () => {}} = {}) {
    Object.assign(this, {act, logo, onchange});
    this.all = [];
    this.waiting = [];
    this.running = 0;
    this.element = h("ul", {class: "uploads", "aria-label": texts.uploads});
  }

  get arrived() {
    return this.all.filter(({picture}) => picture);
  }

  get dirty() {
    return this.all.some(({words}) => words?.dirty);
  }

  get unfinished() {
    return this.running + this.waiting.length > 0 || this.dirty;
  }

  add(files) {
    for (const file of files) {
      const upload = new Upload(file, this);
      this.all.push(upload);
      this.element.append(upload.element);
      this.queue(upload);
    }
  }

  queue(upload) {
    this.waiting.push(upload);
    this.next();
  }

  next() {
    while (this.running < AT_ONCE && this.waiting.length) {
      const upload = this.waiting.shift();
      this.running += 1;
      upload.send().finally(() => {
        this.running -= 1;
        this.next();
        this.onchange(upload);
      });
    }
    this.onchange(null);
  }

  drop(upload) {
    this.all = this.all.filter((each) => each !== upload);
    this.waiting = this.waiting.filter((each) => each !== upload);
    upload.element.remove();
    this.onchange(null);
  }

  /** Write all words that are not kept yet. Return whether all are. */
  async keep() {
    return (await Promise.all(this.all.map(({words}) => words?.keep() ?? true))).every(Boolean);
  }
}

/** Let pictures be dropped and pasted onto `element`, and chosen from the device. Return the button and the words beside it. */
export const entrance = (element, take, {many = true} = {}) => {
  const input = h("input", {type: "file", accept: settings.formats, multiple: many, hidden: true, onchange: () => (take([...input.files]), (input.value = ""))});
  const button = h("button", {type: "button", onclick: () => input.click()}, texts.fromDevice);
  element.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    element.classList.add("dragged-over");
  });
  for (const type of ["dragleave", "drop"]) element.addEventListener(type, () => element.classList.remove("dragged-over"));
  element.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault(); // else the browser leaves the page for the file
    take([...event.dataTransfer.files]);
  });
  element.addEventListener("paste", (event) => {
    const files = picturesOf(event.clipboardData);
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  return h("div", {class: "upload-entrance"}, input, button, h("span", {}, texts.orDrop));
};
