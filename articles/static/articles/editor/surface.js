/* The writing surface in place of the textarea, which stays the form's field: what is written goes into it. */

import {Dropcursor, Editor, Extension, Gapcursor, TrailingNode, UndoRedo, pm} from "django-prose-editor/editor";
import {lengthOf, Teller} from "articles/editor/count";
import {h} from "articles/editor/dom";
import {Embed} from "articles/editor/embed";
import {FactBox} from "articles/editor/fact-box";
import {Hints} from "articles/editor/hints";
import {BlockKeys} from "articles/editor/keys";
import {marks} from "articles/editor/marks";
import {Paste} from "articles/editor/paste";
import {Picture} from "articles/editor/picture";
import {Places} from "articles/editor/places";
import {pullQuoteNodes} from "articles/editor/pull-quote";
import {Related} from "articles/editor/related";
import {texts} from "articles/editor/settings";
import {Slash} from "articles/editor/slash";
import {fromStored, toStored} from "articles/editor/stored";
import {tables} from "articles/editor/table";
import {text} from "articles/editor/text";
import {Toolbar} from "articles/editor/toolbar";

const PAUSE = 400; // milliseconds without a key before the textarea and the count follow

const SCHEMA = [...text, ...marks, ...tables, ...pullQuoteNodes, FactBox, Picture, Embed, Related];

export class Surface {
  constructor(textarea, {language}) {
    this.textarea = textarea;
    this.count = new Teller("length");
    this.timer = 0;
    const surface = this;
    const toTools = Extension.create({
      name: "toTools",
      addKeyboardShortcuts: () => ({"Alt-F10": () => (surface.toolbar.focus(), true)}),
    });
    const place = h("div", {class: "editor-page"});
    this.editor = new Editor({
      element: place,
      injectCSS: false, // the desk's policy lets no style in: editor.css has those rules
      extensions: [...SCHEMA, UndoRedo, Dropcursor, Gapcursor, TrailingNode, Hints, Paste, Slash, BlockKeys, Places, toTools],
      editorProps: {
        // Where the cursor is by now: Chromium tells of a move a moment later, and a quick key would act where it was.
        handleDOMEvents: {keydown: (view, event) => (event.isComposing || view.domObserver.flush(), false)},
        attributes: () => ({
          class: "editor-words",
          "aria-label": texts.body,
          "aria-multiline": "true",
          "aria-describedby": this.count.element.id,
          role: "textbox",
          spellcheck: "true",
          lang: language(),
        }),
      },
      onTransaction: ({transaction}) => {
        this.toolbar?.follow();
        if (transaction.docChanged) this.later();
      },
    });
    this.read();
    this.toolbar = new Toolbar(this.editor);
    this.element = h("div", {class: "editor"}, this.toolbar.element, place, this.count.element);
    textarea.before(this.element);
    textarea.classList.add("editor-source");
    textarea.tabIndex = -1;
    textarea.setAttribute("aria-hidden", "true");
    // Whatever else writes into the field (an extension of the browser, a script) is shown.
    textarea.addEventListener("input", () => this.replace(textarea.value));
    for (const label of textarea.labels) label.addEventListener("click", (event) => (event.preventDefault(), this.editor.view.focus()));
    this.count.tell(lengthOf(this.editor.state.doc));
  }

  /** Begin with what the textarea holds, and with nothing to undo. */
  read() {
    const {state, view} = this.editor;
    const doc = fromStored(state.schema, this.textarea.value);
    view.updateState(pm.state.EditorState.create({doc, plugins: state.plugins}));
    this.untouched = {html: toStored(doc), value: this.textarea.value};
  }

  /** Show another text, as a change that can be undone. */
  replace(html) {
    const {state, view} = this.editor;
    view.dispatch(state.tr.replaceWith(0, state.doc.content.size, fromStored(state.schema, html).content));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  /** Write the text into the textarea, to the last key: what the browser has not told yet too. Return it. */
  flush() {
    clearTimeout(this.timer);
    this.editor.view.domObserver.flush(); // ProseMirror's own; keys of a phone's keyboard wait there for a moment
    const {doc} = this.editor.state;
    const html = toStored(doc);
    const value = html === this.untouched.html ? this.untouched.value : html;
    if (this.textarea.value !== value) this.textarea.value = value;
    this.count.tell(lengthOf(doc));
    return value;
  }

  /** Let attributes that depend on other fields follow them. */
  refresh() {
    this.editor.view.updateState(this.editor.state);
  }
}
