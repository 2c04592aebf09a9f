/* Who is signed in: asked before the form goes, so that a session that ended is begun again over the words. */

import {show} from "articles/editor/dialog";
import {h, newId} from "articles/editor/dom";
import {notice} from "articles/editor/notice";
import {settings, texts} from "articles/editor/settings";

const PATIENCE = 2000; // milliseconds for an answer: after them the form goes, and the server itself will say

export const person = {name: document.querySelector("meta[name=desk-user]").content}; // whose words these are

/** Ask who is signed in, or sign in with `body`. Whatever form goes next has the token that is good now. */
const ask = async (options = {signal: AbortSignal.timeout(PATIENCE)}) => {
  const response = await fetch(settings.session, {cache: "no-store", ...options});
  if (!response.ok) throw new Error(response.statusText);
  const state = await response.json();
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = state.token;
  return state;
};

const isPerson = (state) => state.signed_in && state.name === person.name;

/** Ask for the password in a window over the form. Return whether somebody has signed in. */
const signIn = (state) =>
  new Promise((resolve) => {
    const [name, password, problem] = [newId("name"), newId("password"), newId("problem")];
    const why = state.signed_in ? texts.sessionTaken.replace("%(name)s", state.name) : texts.sessionEnded;
    const secret = h("input", {id: password, name: "password", type: "password", required: true, autofocus: true, autocomplete: "current-password", "aria-describedby": problem});
    const wrong = h("p", {id: problem, class: "editor-problem", role: "alert"});
    const go = h("button", {type: "submit", class: "editor-main"}, texts.signIn);
    let done = false;
    const send = async (event) => {
      event.preventDefault();
      wrong.textContent = "";
      go.disabled = true;
      try {
        await ask(); // for the token
        const {name, problems} = await ask({method: "POST", body: new FormData(form)});
        wrong.textContent = problems.join(" ");
        if (!problems.length) {
          person.name = name;
          done = true;
          dialog.close();
        }
      } catch {
        wrong.textContent = texts.noAnswerHelp;
      }
      go.disabled = false;
      secret.select();
    };
    const form = h(
      "form",
      {method: "dialog", onsubmit: send},
      h("p", {}, why),
      h("input", {type: "hidden", name: "csrfmiddlewaretoken"}),
      h("label", {for: name}, texts.userName),
      h("input", {id: name, name: "username", type: "text", value: person.name, required: true, autocomplete: "username", autocapitalize: "none", spellcheck: "false"}),
      h("label", {for: password}, texts.password),
      secret,
      wrong,
      h("div", {class: "editor-choices"}, go, h("button", {type: "button", onclick: () => dialog.close()}, texts.cancel)),
    );
    const dialog = show(texts.signInAgain, form);
    dialog.addEventListener("close", () => resolve(done));
  });

/** Say that the server does not answer. Return whether the form is to go, once it does or all the same. */
const wait = () =>
  new Promise((resolve) => {
    let chosen = () => false;
    const choice = (words, act, attributes) => h("button", {type: "button", onclick: () => ((chosen = act), dialog.close()), ...attributes}, words);
    const dialog = show(
      texts.noAnswer,
      h("p", {}, texts.noAnswerHelp),
      h(
        "div",
        {class: "editor-choices"},
        choice(texts.tryAgain, mayGo, {class: "editor-main", autofocus: true}),
        choice(texts.sendAnyway, () => true),
        choice(texts.cancel, () => false),
      ),
    );
    dialog.addEventListener("close", () => resolve(chosen()));
  });

/** Tell whether the form may go, after all that had to be done for it. */
const mayGo = async () => {
  try {
    const state = await ask();
    return isPerson(state) || (await signIn(state));
  } catch (error) {
    return error.name === "TimeoutError" || wait();
  }
};

/** Let the form go only to a server that answers, and by the person who opened it; then as it was sent, by the same button. */
export const guard = (form) => {
  let [sending, sure, told] = [false, false, null];
  let last = Promise.resolve();
  const then = (act) => (last = last.then(act, act)); // one question at a time: a press waits for its turn, and is not lost
  form.addEventListener(
    "submit",
    (event) => {
      if (sure || event.defaultPrevented) return;
      event.preventDefault();
      event.stopImmediatePropagation(); // to others it is sent once, when it goes
      if (sending) return;
      sending = true;
      then(async () => {
        sure = await mayGo();
        sending = false;
        if (sure) form.requestSubmit(event.submitter);
        sure = false;
      });
    },
    {capture: true},
  );

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    then(async () => {
      const state = await ask().catch(() => null);
      if (!state) return;
      told?.remove();
      told = isPerson(state) ? null : notice(texts.sessionOver, [texts.signInAgain, () => then(mayGo)]);
    });
  });
};
