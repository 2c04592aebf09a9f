/* Related article: which one. What it is called is asked of the desk, and never stored. */

import {Node} from "django-prose-editor/editor";
import {choose, teller} from "articles/editor/chooser";
import {h} from "articles/editor/dom";
import {changeBlock, insertBlock, removeBlock} from "articles/editor/places";
import {settings, texts} from "articles/editor/settings";

const NAME = "related";
const tellOfArticle = teller(settings.articles);

const chooseArticle = async () => {
  const chosen = await choose({title: texts.related, label: texts.searchArticles, url: settings.articles});
  if (chosen) tellOfArticle.remember(chosen);
  return chosen;
};

export const Related = Node.create({
  name: NAME,
  group: "block",
  atom: true,
  priority: 150,
  addAttributes: () => ({article: {default: ""}}),
  parseHTML: () => [
    {tag: "figure.related[data-article]", priority: 60, getAttrs: ({dataset}) => ({article: dataset.article})},
  ],
  renderHTML: ({node}) => ["figure", {class: "related", "data-article": node.attrs.article}],
  addNodeView: () => ({node}) => {
    const words = h("strong");
    const about = h("span", {class: "card-about"});
    const card = h("div", {class: "card"}, h("span", {class: "card-about"}, texts.related), words, about);
    tellOfArticle(node.attrs.article).then((known) => {
      card.classList.toggle("missing", !known);
      words.textContent = known?.title ?? texts.relatedMissing;
      about.textContent = known?.about ?? node.attrs.article;
    });
    return {dom: h("figure", {class: "related"}, card), ignoreMutation: () => true};
  },
});

export const related = {
  name: NAME,
  keys: "Mod-Alt-r",
  async run(editor) {
    const chosen = await chooseArticle();
    if (chosen) insertBlock(editor, {type: NAME, attrs: {article: chosen.id}});
    else editor.view.focus();
  },
  tools: [
    {
      name: "chooseAnother",
      label: texts.chooseAnother,
      async run(editor) {
        const chosen = await chooseArticle();
        if (chosen) changeBlock(editor, NAME, {article: chosen.id});
        else editor.view.focus();
      },
    },
    {name: "remove", label: texts.remove, run: (editor) => removeBlock(editor, NAME)},
  ],
};
