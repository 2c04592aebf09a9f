/* Words that were typed and not saved: kept in this tab at each pause, offered when the form opens again without them.

In sessionStorage: that outlives a reload, a crash and a tab that is opened again; with the tab it goes, so that on a shared
computer no unpublished word stays behind. And under a name: whoever signs in next in the same tab is offered nothing. */

import {notice} from "articles/editor/notice";
import {person} from "articles/editor/session";
import {settings, texts} from "articles/editor/settings";

const KEY = "newsroom-words";
const MOST = 10; // openings of a form that are remembered
const PAUSE = 800; // milliseconds

const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "[]");

/** Keep the newest, as many as there is room for. */
const write = (kept) => {
  for (let most = MOST; most >= 1; most >>= 1) {
    try {
      return sessionStorage.setItem(KEY, JSON.stringify(kept.slice(0, most)));
    } catch {} // no room
  }
};

const isTyped = (field) => field.name && (field.localName === "textarea" || field.type === "text");
const path = (address) => (address ? new URL(address).pathname : "");

export const rescue = (surface) => {
  const {form} = surface.textarea;
  const version = form.elements.namedItem("seen_version");
  const fields = () => [...form.elements].filter(isTyped);
  const here = {opening: `${Date.now()} ${Math.random()}`, path: location.pathname};
  const isOther = (kept) => kept.opening !== here.opening;
  const isOurs = (kept) => kept.by === person.name && kept.path === here.path && isOther(kept);
  /** Tell whether these words are in the fields: by now, or as the server sent them, whatever the browser has restored. */
  const are = (words, value) => fields().every((field) => !(field.name in words) || words[field.name].trim() === field[value].trim());

  let timer = 0;
  const keep = (sent) => {
    clearTimeout(timer);
    timer = 0;
    surface.flush();
    const words = Object.fromEntries(fields().map((field) => [field.name, field.value]));
    const others = read().filter(isOther);
    if (are(words, "defaultValue")) write(others);
    else write([{...here, by: person.name, at: Date.now(), version: version?.value, words, sent}, ...others]);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };

  const forget = (kept) => write(read().filter(({opening}) => opening !== kept.opening));
  const putBack = (kept) => {
    for (const field of fields()) {
      const words = kept.words[field.name] ?? field.value;
      if (words === field.value) continue;
      field.value = words;
      field.dispatchEvent(new Event("input", {bubbles: true}));
    }
    if (version) version.value = kept.version; // if somebody has saved since, it is met as if this form had stayed open
    forget(kept);
    keep();
  };
  const offer = () => {
    const kept = read().find(isOurs);
    if (!kept) return;
    if (are(kept.words, "value")) {
      if (version) version.value = kept.version; // the browser has put them back itself
      return;
    }
    const at = new Intl.DateTimeFormat(settings.language, {dateStyle: "short", timeStyle: "short"}).format(kept.at);
    notice(
      texts.rescued.replace("%(at)s", at),
      [texts.takeBack, () => putBack(kept)],
      [texts.throwAway, () => (forget(kept), offer())],
    );
  };

  // A page that shows no error is the answer to what was sent from where it came, if it says anything.
  if (!document.querySelector(".errornote")) {
    const [came, answered] = [path(document.referrer), document.querySelector(".messagelist")];
    const isSaved = (kept) => (kept.sent && answered && kept.path === came) || (isOurs(kept) && are(kept.words, "defaultValue"));
    write(read().filter((kept) => !isSaved(kept)));
  }
  // By now browsers that were led back have filled in what was typed, and have told nobody.
  const show = () => {
    if (surface.textarea.value !== surface.untouched.value) surface.textarea.dispatchEvent(new Event("input"));
    offer();
  };
  window.addEventListener("pageshow", show, {once: true});

  surface.editor.on("update", later);
  form.addEventListener("input", later);
  form.addEventListener("submit", () => keep(true));
  window.addEventListener("pagehide", () => timer && keep());
};
