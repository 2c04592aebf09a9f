/* The menu of blocks: it opens at the "/" that begins an empty paragraph, or from the toolbar. Its keys go through the
editor, which keeps the focus; what is typed after the "/" narrows it. */

import {Extension, Plugin, pm} from "django-prose-editor/editor";
import {blocks} from "articles/editor/blocks";
import {h, newId} from "articles/editor/dom";
import {icon} from "articles/editor/icons";
import {inWords} from "articles/editor/keys";
import {settings, texts} from "articles/editor/settings";

const key = new pm.state.PluginKey("slash");
const TYPED = /^\/([\p{L}\p{N} ’'-]{0,30})$/u;
const MARGIN = 8; // pixels between menu and window
const GAP = 4; // and between menu and cursor

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(settings.language);

/** Return what was typed after the "/", or null where there is none that begins a paragraph. */
const typed = (state) => {
  const {empty, $from} = state.selection;
  if (!empty || $from.depth !== 1 || $from.parent.type.name !== "paragraph") return null;
  if ($from.parentOffset !== $from.parent.content.size) return null;
  return TYPED.exec($from.parent.textContent)?.[1] ?? null;
};

const matching = (words) =>
  blocks.filter(({name}) => plain(texts[name]).split(/\s+/).some((_word, index, all) => all.slice(index).join(" ").startsWith(plain(words.trim()))));

/** What is open: {words, current}, or null. Escape closes it until the "/" is gone. */
const state = {
  init: () => ({open: false, refused: false, words: "", current: 0}),
  apply(tr, before, _old, next) {
    const told = tr.getMeta(key);
    const words = typed(next);
    if (told?.open) return {open: true, refused: false, words: "", current: 0, fromToolbar: true};
    if (told?.close) return {...before, open: false, refused: words !== null};
    if (told?.move !== undefined) return {...before, current: told.move};
    if (before.fromToolbar && before.open) return tr.docChanged || tr.selectionSet ? {...before, open: false, fromToolbar: false} : before;
    if (words === null) return {open: false, refused: false, words: "", current: 0};
    if (before.refused || !(tr.docChanged || before.open)) return before;
    return {open: true, refused: false, words, current: words === before.words ? before.current : 0};
  },
};

class Menu {
  constructor(view, editor) {
    this.view = view;
    this.editor = editor;
    this.list = h("ul", {id: newId("blocks"), class: "editor-blocks", role: "listbox", "aria-label": texts.blocks, hidden: true});
    this.nothing = h("p", {class: "editor-blocks", hidden: true}, texts.noBlock);
    this.leave = () => this.opened && view.dispatch(view.state.tr.setMeta(key, {close: true}));
    view.dom.parentElement.append(this.list, this.nothing);
    window.addEventListener("resize", this.leave);
    view.dom.addEventListener("blur", this.leave);
  }

  update(view, old) {
    const now = key.getState(view.state);
    if (old && key.getState(old) === now) return;
    this.opened = now.open;
    const found = now.open ? matching(now.words) : [];
    this.list.hidden = !found.length;
    this.nothing.hidden = !now.open || Boolean(found.length);
    if (!found.length) {
      view.dom.removeAttribute("aria-activedescendant");
      view.dom.removeAttribute("aria-controls");
    } else this.draw(found, now.current % found.length);
    if (now.open) this.place(found.length ? this.list : this.nothing);
  }

  draw(found, current) {
    const options = found.map((block, index) =>
      h(
        "li",
        {
          id: `${this.list.id}-${block.name}`,
          role: "option",
          "aria-selected": String(index === current),
          onmousedown: (event) => {
            event.preventDefault(); // the cursor stays where it is
            pick(this.editor, block);
          },
        },
        icon(block.name),
        h("span", {}, texts[block.name]),
        h("kbd", {}, inWords(block.keys)),
      ),
    );
    this.list.replaceChildren(...options);
    this.view.dom.setAttribute("aria-controls", this.list.id);
    this.view.dom.setAttribute("aria-activedescendant", options[current].id);
    options[current].scrollIntoView({block: "nearest"});
  }

  /** Put the menu under the cursor, or above it where there is no room. */
  place(element) {
    const {left, top, bottom} = this.view.coordsAtPos(this.view.state.selection.head);
    const {offsetWidth: width, offsetHeight: height} = element;
    const page = element.parentElement.getBoundingClientRect();
    const above = bottom + height + MARGIN > window.innerHeight && top > height + MARGIN;
    const rightmost = document.documentElement.clientWidth - width - MARGIN;
    element.style.left = `${Math.max(MARGIN, Math.min(left, rightmost)) - page.left}px`;
    element.style.top = `${(above ? top - height - GAP : bottom + GAP) - page.top}px`;
  }

  destroy() {
    window.removeEventListener("resize", this.leave);
    this.list.remove();
    this.nothing.remove();
  }
}

const pick = (editor, block) => {
  const {state, view} = editor;
  const tr = state.tr.setMeta(key, {close: true});
  if (typed(state) !== null) tr.delete(state.selection.$from.start(), state.selection.$from.end());
  view.dispatch(tr);
  block.run(editor);
};

/** Open the menu where the cursor is. */
export const openBlocks = (editor) => {
  editor.view.focus();
  editor.view.dispatch(editor.state.tr.setMeta(key, {open: true}));
};

export const Slash = Extension.create({
  name: "slash",
  priority: 2000, // its keys come before all others while it is open
  addProseMirrorPlugins() {
    const {editor} = this;
    return [
      new Plugin({
        key,
        state,
        view: (view) => new Menu(view, editor),
        props: {
          handleKeyDown(view, event) {
            const now = key.getState(view.state);
            if (!now.open) return false;
            const found = matching(now.words);
            const current = now.current % (found.length || 1);
            const tell = (meta) => view.dispatch(view.state.tr.setMeta(key, meta));
            if (event.key === "Escape") tell({close: true});
            else if (!found.length) return false;
            else if (event.key === "ArrowDown") tell({move: (current + 1) % found.length});
            else if (event.key === "ArrowUp") tell({move: (current - 1 + found.length) % found.length});
            else if (event.key === "Enter" || event.key === "Tab") pick(editor, found[current]);
            else return false;
            return true;
          },
        },
      }),
    ];
  },
});
