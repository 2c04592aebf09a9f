/* A window with a search box and what it finds, and what is known of things chosen before. */

import {show} from "articles/editor/dialog";
import {h, newId} from "articles/editor/dom";
import {texts} from "articles/editor/settings";

const PAUSE = 200; // milliseconds without a key before the desk is asked
const MOST = 10; // ids in one question

const ask = async (url, pairs, signal) => {
  const response = await fetch(`${url}?${new URLSearchParams(pairs)}`, {signal, headers: {Accept: "application/json"}});
  if (!response.ok) throw new Error(response.statusText);
  return (await response.json()).results;
};

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
      const found = await ask(url, some.map(({id}) => ["id", id])).catch(() => []);
      for (const {id, resolve} of some) resolve(found.find((result) => result.id === id) ?? null);
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

const option = (result, choose) =>
  h(
    "li",
    {id: newId("option"), role: "option", "aria-selected": "false", onclick: () => choose(result)},
    result.image && h("img", {src: result.image, alt: "", loading: "lazy"}),
    h("span", {class: "result-words"}, h("strong", {}, result.title), h("span", {class: "card-about"}, result.about)),
  );

/** Let somebody search and choose one. Return what the desk says of it, or null. */
export const choose = ({title, label, url}) =>
  new Promise((resolve) => {
    let chosen = null;
    let current = -1;
    let results = [];
    let options = [];
    let timer = 0; // 0 where the results are those of the words in the box
    let request = new AbortController();
    const [box, list] = [newId("search"), newId("found")];
    const take = (result) => {
      chosen = result;
      dialog.close();
    };
    const point = (index) => {
      options[current]?.setAttribute("aria-selected", "false");
      current = index;
      options[current]?.setAttribute("aria-selected", "true");
      options[current]?.scrollIntoView({block: "nearest"});
      if (options[current]) search.setAttribute("aria-activedescendant", options[current].id);
      else search.removeAttribute("aria-activedescendant");
    };
    const look = async () => {
      clearTimeout(timer);
      request.abort();
      request = new AbortController();
      try {
        results = await ask(url, [["q", search.value]], request.signal);
        said.textContent = results.length ? "" : texts.nothingFound;
      } catch (error) {
        if (error.name === "AbortError") return;
        results = [];
        said.textContent = texts.searchFailed;
      }
      timer = 0;
      options = results.map((result) => option(result, take));
      found.replaceChildren(...options);
      found.hidden = !options.length;
      search.setAttribute("aria-expanded", String(Boolean(options.length)));
      point(options.length ? 0 : -1);
    };
    const search = h("input", {
      id: box,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": "false",
      "aria-controls": list,
      "aria-autocomplete": "list",
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(look, PAUSE);
      },
      onkeydown: (event) => {
        if (event.key === "ArrowDown" && options.length) point((current + 1) % options.length);
        else if (event.key === "ArrowUp" && options.length) point((current - 1 + options.length) % options.length);
        else if (event.key !== "Enter") return;
        else if (timer) look(); // what is shown was found for other words: nobody means that
        else if (current >= 0) take(results[current]);
        event.preventDefault();
      },
    });
    const found = h("ul", {id: list, role: "listbox", "aria-label": texts.found, class: "editor-found", hidden: true});
    const said = h("p", {class: "editor-problem", role: "status"});
    const dialog = show(
      title,
      h("label", {for: box}, label),
      search,
      said,
      found,
      h("div", {class: "editor-choices"}, h("button", {type: "button", onclick: () => dialog.close()}, texts.cancel)),
    );
    dialog.classList.add("editor-chooser");
    dialog.addEventListener("close", () => {
      clearTimeout(timer);
      request.abort();
      resolve(chosen);
    });
    look();
  });
