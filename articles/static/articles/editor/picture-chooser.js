/* Which pictures there are: a window with those of the library, and a way in for others. */

import {teller} from "articles/editor/chooser";
import {Combobox} from "articles/editor/combobox";
import {leave, show} from "articles/editor/dialog";
import {h} from "articles/editor/dom";
import {fill, settings, texts} from "articles/editor/settings";
import {Uploads, entrance} from "articles/editor/uploads";

/** Tell of a picture by its id: a promise of {id, pk, title, about, image}, or of null. */
export const tellOfPicture = teller(settings.pictures);

/** Let somebody choose pictures, or send `files`. Return them as tellOfPicture() does, in order; none if nothing is chosen.
 *
 * Words of pictures that came in are kept, whatever is chosen.
 */
export const choosePictures = ({files = [], many = false, logo = false} = {}) =>
  new Promise((resolve) => {
    let chosen = [];
    const finish = (pictures) => {
      chosen = pictures;
      dialog.close();
    };
    const act = async (some) => {
      if (await uploads.keep()) finish(some.map(({picture}) => picture));
    };
    const all = h("button", {type: "button", class: "editor-main", hidden: true, onclick: () => act(uploads.arrived)});
    const onchange = (upload) => {
      all.hidden = !many || uploads.arrived.length < 2;
      all.textContent = fill(texts.insertAll, {count: uploads.arrived.length});
      library.hidden = uploads.all.length > 0;
      if (upload?.words && uploads.arrived[0] === upload) upload.words.fields[0][1].focus(); // what is asked first
    };
    const uploads = new Uploads({act, logo, onchange});
    const take = (some) => uploads.add(many ? some : some.slice(0, 1));

    const box = new Combobox(settings.pictures);
    box.take = (result) => finish([result]);
    const library = h("div", {class: "picture-library"}, h("label", {for: box.input.id}, texts.searchPictures), box.input, box.said, box.list);
    const cancel = h("button", {type: "button", onclick: () => leave(dialog)}, texts.close);
    const dialog = show(texts.picture, uploads.element, library, h("div", {class: "editor-choices"}, all, cancel));
    if (settings.upload) uploads.element.before(entrance(dialog, take, {many}));
    dialog.classList.add("editor-chooser", "picture-chooser", "wide");
    dialog.addEventListener("cancel", async (event) => {
      if (!uploads.dirty) return;
      event.preventDefault(); // words that are refused, or find no server, keep the window open
      if (await uploads.keep()) dialog.close();
    });
    dialog.addEventListener("close", () => {
      box.stop();
      for (const picture of chosen) tellOfPicture.remember(picture);
      resolve(chosen);
    });
    if (files.length) take(files);
    else box.input.focus();
    box.look();
  });

export const choosePicture = async (options) => (await choosePictures(options))[0] ?? null;
