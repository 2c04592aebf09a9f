/* What Python tells the modules (articles/admin/editor.py): all of it where a body is written, else what pictures need. */

export const textarea = document.querySelector("textarea[data-body-editor]");
export const settings = JSON.parse(textarea?.dataset.bodyEditor ?? document.querySelector("[data-picture-desk]").dataset.pictureDesk);
export const texts = settings.texts;

/** Return one of the texts with what it tells of: %(name)s and the like. */
export const fill = (text, facts) => text.replace(/%\((\w+)\)s/g, (_all, name) => facts[name]);
