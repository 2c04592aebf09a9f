/* How long a text is: words counted as articles.body.word_count() counts them, and the time it takes to read. */

import {h, newId} from "articles/editor/dom";
import {settings, texts} from "articles/editor/settings";

const counted = new WeakMap(); // words by block: a node of ProseMirror's is never changed, only replaced

const wordsIn = (block) => {
  if (!counted.has(block)) {
    let words = 0;
    const count = (node) => {
      if (!node.isTextblock) return node.forEach(count);
      const text = node.textBetween(0, node.content.size, " ", " ");
      words += text.split(/\s+/u).filter((token) => /[\p{L}\p{N}]/u.test(token)).length;
    };
    count(block);
    counted.set(block, words);
  }
  return counted.get(block);
};

const AFTER = 1500; // milliseconds without a key before it is said aloud

/** A line that tells something at every change and says it only when the writing pauses. */
export class Teller {
  constructor(name) {
    this.element = h("p", {id: newId(name), class: `editor-${name}`, "aria-live": "off"});
    this.timer = 0;
  }

  tell(words) {
    if (this.element.textContent === words) return;
    this.element.setAttribute("aria-live", "off");
    this.element.textContent = words;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.element.setAttribute("aria-live", "polite");
      this.element.replaceChildren(words);
    }, AFTER);
  }
}

const number = new Intl.NumberFormat(settings.language);
const rules = new Intl.PluralRules(settings.language);

/** Return “1 word”, “1,234 words”. */
export const amount = (count, one, many) => `${number.format(count)}\u00a0${rules.select(count) === "one" ? one : many}`;

/** Return the length in words: “1 234 words · 5 min to read”. */
export const lengthOf = (doc) => {
  let words = 0;
  doc.forEach((block) => (words += wordsIn(block)));
  const minutes = Math.max(1, Math.round(words / settings.wordsPerMinute));
  return `${amount(words, texts.word, texts.words)} · ${minutes}\u00a0${texts.minutes}`;
};
