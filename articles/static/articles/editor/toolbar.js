/* The toolbar: one Tab stop; arrows, Home and End move within. What it offers follows the cursor. */

import {ownBlocks, textBlocks} from "articles/editor/blocks";
import {h} from "articles/editor/dom";
import {showHelp} from "articles/editor/help";
import {icon} from "articles/editor/icons";
import {inWords} from "articles/editor/keys";
import {askForLink} from "articles/editor/marks";
import {blockAround} from "articles/editor/places";
import {texts} from "articles/editor/settings";
import {openBlocks} from "articles/editor/slash";

const mark = (name, keys) => ({
  name,
  keys,
  isActive: (editor) => editor.isActive(name),
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
});

const GROUPS = [
  [mark("strong", "Mod-b"), mark("em", "Mod-i"), {...mark("link", "Mod-k"), run: askForLink, isPossible: (editor) => !editor.state.selection.empty || editor.isActive("link")}],
  textBlocks,
  [{name: "add", keys: "/", run: openBlocks, words: true}],
  [mark("sub", "Mod-,"), mark("sup", "Mod-.")],
  [
    {name: "undo", keys: "Mod-z", run: (editor) => editor.chain().focus().undo().run(), isPossible: (editor) => editor.can().undo()},
    {name: "redo", keys: "Mod-Shift-z", run: (editor) => editor.chain().focus().redo().run(), isPossible: (editor) => editor.can().redo()},
    {name: "help", run: showHelp},
  ],
];

const button = (editor, tool) => {
  const label = tool.label ?? texts[tool.name];
  const title = tool.keys ? `${label} (${inWords(tool.keys)})` : label;
  return h(
    "button",
    {
      type: "button",
      tabindex: "-1",
      title,
      "aria-label": tool.words ? null : label,
      "aria-pressed": tool.isActive ? "false" : null,
      "data-tool": tool.name,
      onmousedown: (event) => event.preventDefault(), // the cursor stays where it is
      onclick: (event) => event.currentTarget.getAttribute("aria-disabled") !== "true" && tool.run(editor),
    },
    icon(tool.name),
    tool.words && h("span", {}, label),
  );
};

export class Toolbar {
  constructor(editor) {
    this.editor = editor;
    this.tools = [];
    this.entered = false; // until then nobody put the cursor where it is
    editor.on("focus", () => {
      if (this.entered) return;
      this.entered = true;
      this.follow();
    });
    const group = (tools, name) => {
      const buttons = tools.map((tool) => {
        const element = button(editor, tool);
        this.tools.push({tool, element});
        return element;
      });
      return h("div", {class: "editor-group", role: "group", "aria-label": name}, ...buttons);
    };
    this.contexts = ownBlocks.filter(({tools}) => tools)
      .map((block) => ({name: block.name, element: group(block.tools, texts[block.name])}));
    const always = GROUPS.map((tools) => group(tools));
    this.element = h(
      "div",
      {class: "editor-toolbar", role: "toolbar", "aria-label": texts.tools, onkeydown: (event) => this.move(event), onfocusin: (event) => this.stop(event.target)},
      ...always,
      ...this.contexts.map(({element}) => element),
    );
    this.follow();
    this.stop(this.buttons[0]);
  }

  get buttons() {
    return [...this.element.querySelectorAll("button")].filter((element) => !element.closest("[hidden]"));
  }

  /** Make this button the one that Tab leads to. */
  stop(current) {
    for (const {element} of this.tools) element.tabIndex = element === current ? 0 : -1;
  }

  focus() {
    (this.buttons.find((element) => element.tabIndex === 0) ?? this.buttons[0]).focus();
  }

  move(event) {
    const {buttons} = this;
    const at = buttons.indexOf(event.target);
    const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1}[event.key];
    if (event.key === "Escape") this.editor.view.focus();
    else if (to !== undefined) buttons[(to + buttons.length) % buttons.length].focus();
    else return;
    event.preventDefault();
  }

  /** Show what holds where the cursor is. Only what differs is written: this runs at every key. */
  follow() {
    const {editor} = this;
    for (const {name, element} of this.contexts) {
      const hidden = !this.entered || !blockAround(editor.state, name);
      if (element.hidden !== hidden) element.hidden = hidden;
    }
    for (const {tool, element} of this.tools) {
      if (element.parentElement.hidden) continue;
      if (tool.isActive) set(element, "aria-pressed", String(Boolean(tool.isActive(editor))));
      if (tool.isPossible) set(element, "aria-disabled", String(!tool.isPossible(editor)));
    }
    if (!this.buttons.some((element) => element.tabIndex === 0)) this.stop(this.buttons[0]);
  }
}

const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};
