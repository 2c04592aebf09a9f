/* A window with a search box and what it finds, and what is known of things chosen before. */

import {ask, Combobox} from "articles/editor/combobox";
import {show} from "articles/editor/dialog";
import {h} from "articles/editor/dom";
import {texts} from "articles/editor/settings";

const MOST = 10; // ids in one question

/** Return a function that tells, for an id, what the desk knows of it: {id, title, about, image?} or null.
 *
 * Ids asked for in the same moment go in one question. `seen` remembers what has been told.
 */
export const teller = (url) => {
  const seen = new Map();
  let waiting = [];
  const send = async () => {
    const ids = waiting;
    waiting = [];
    for (let start = 0; start < ids.length; start += MOST) {
      const some = ids.slice(start, start + MOST);
      const {results} = await ask(url, some.map(({id}) => ["id", id])).catch(() => ({results: []}));
      for (const {id, resolve} of some) resolve(results.find((result) => result.id === id) ?? null);
    }
  };
  const tell = (id) => {
    if (!seen.has(id)) {
      seen.set(id, new Promise((resolve) => {
        if (!waiting.length) queueMicrotask(send);
        waiting.push({id, resolve});
      }));
    }
    return seen.get(id);
  };
  tell.remember = (result) => seen.set(result.id, Promise.resolve(result));
  return tell;
};

/** Let somebody search and choose one. Return what the desk says of it, or null. */
export const choose = ({title, label, url}) =>
  new Promise((resolve) => {
    let chosen = null;
    const box = new Combobox(url);
    box.take = (result) => {
      chosen = result;
      dialog.close();
    };
    const dialog = show(
      title,
      h("label", {for: box.input.id}, label),
      box.input,
      box.said,
      box.list,
      h("div", {class: "editor-choices"}, h("button", {type: "button", onclick: () => dialog.close()}, texts.cancel)),
    );
    dialog.classList.add("editor-chooser");
    dialog.addEventListener("close", () => {
      box.stop();
      resolve(chosen);
    });
    box.look();
  });
