/* The form of an edition: its body becomes a writing surface, its headline is measured, Ctrl or Cmd + S saves. */

import "articles/editor/bylines";
import {grow, measure} from "articles/editor/fields";
import {keepPlace, returnToPlace} from "articles/editor/place";
import {keepPreview} from "articles/editor/preview";
import {rescue} from "articles/editor/rescue";
import {guard} from "articles/editor/session";
import {textarea} from "articles/editor/settings";
import {Surface} from "articles/editor/surface";
import "articles/editor/tags";

const {form} = textarea;
const field = (name) => form.elements.namedItem(name);
const language = field("language");

export const surface = new Surface(textarea, {language: () => language?.value ?? ""});
language?.addEventListener("change", () => surface.refresh());

// Whichever button or script sends the form, and however soon after the last key.
form.addEventListener("formdata", (event) => event.formData.set(textarea.name, surface.flush()));

const save = () => {
  keepPlace(surface.editor);
  form.requestSubmit(form.querySelector("[name=_save]"));
};
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    save();
  },
  {capture: true},
);

// What is said about a field leads to it: the body's own is out of sight.
document.addEventListener("click", (event) => {
  if (event.target.closest(`a[href="#${textarea.id}"]`)) (event.preventDefault(), surface.editor.view.focus());
});
if (location.hash === `#${textarea.id}`) surface.editor.commands.focus("end");

keepPreview();
returnToPlace(surface.editor);
for (const name of ["headline", "standfirst"]) if (field(name)) grow(field(name));
if (field("headline")) measure(field("headline"), save);
guard(form);
rescue(surface);
