/* What Python tells the modules, in the textarea's data-body-editor (articles/admin/editor.py). */

export const textarea = document.querySelector("textarea[data-body-editor]");
export const settings = JSON.parse(textarea.dataset.bodyEditor);
export const texts = settings.texts;
