/* The library's page: pictures are dropped, pasted or chosen here, fifty at once, and given their words. */

import {h} from "articles/editor/dom";
import {settings, texts} from "articles/editor/settings";
import {Uploads, entrance} from "articles/editor/uploads";

const MOST = 50;

const place = document.querySelector("[data-library]");
const said = h("p", {class: "editor-problem", role: "status"});
const reload = h("a", {href: location.href, hidden: true}, texts.showInLibrary);
const uploads = new Uploads({
  onchange: (upload) => {
    reload.hidden = uploads.running > 0 || !uploads.arrived.length;
    if (upload?.words && uploads.arrived[0] === upload && document.activeElement === document.body) upload.words.fields[0][1].focus();
  },
});
const take = (files) => {
  said.textContent = files.length > MOST ? texts.tooMany : "";
  uploads.add(files.slice(0, MOST));
};

if (settings.upload) {
  place.append(entrance(document.body, take), said, uploads.element, reload);
  window.addEventListener("beforeunload", (event) => {
    if (uploads.unfinished) event.preventDefault();
  });
}
