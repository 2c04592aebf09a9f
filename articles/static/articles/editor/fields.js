/* Headline and standfirst: as high as their words need, and for the headline how long it is. */

import {amount, Teller} from "articles/editor/count";
import {settings, texts} from "articles/editor/settings";

const grows = CSS.supports("field-sizing", "content"); // then editor.css does it

const fit = (field) => {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
};

/** Let a textarea be as high as what is in it. */
export const grow = (field) => {
  field.classList.add("growing");
  if (grows) return;
  field.addEventListener("input", () => fit(field));
  fit(field);
};

/** Tell how long the headline is, and that it is too long. Enter saves, as in any line of a form. */
export const measure = (headline, save) => {
  const meter = new Teller("headline-length");
  const tell = () => {
    const length = [...headline.value].length;
    const long = length > settings.longHeadline;
    meter.element.classList.toggle("long", long);
    meter.tell(length ? `${amount(length, texts.character, texts.characters)}${long ? ` · ${texts.tooLong}` : ""}` : "");
  };
  headline.parentElement.append(meter.element);
  headline.setAttribute("aria-describedby", [headline.getAttribute("aria-describedby"), meter.element.id].filter(Boolean).join(" "));
  headline.addEventListener("input", tell);
  headline.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    save();
  });
  tell();
};
