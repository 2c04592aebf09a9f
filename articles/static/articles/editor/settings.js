/* What Python tells the modules, in the textarea's data-body-editor (articles/admin/editor.py). */

export const textarea = document.querySelector("textarea[data-body-editor]");
export const settings = JSON.parse(textarea.dataset.bodyEditor);
export const texts = settings.texts;

/** Return one of the texts with what it tells of: %(name)s and the like. */
export const fill = (text, facts) => text.replace(/%\((\w+)\)s/g, (_all, name) => facts[name]);
