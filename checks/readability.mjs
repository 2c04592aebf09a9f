// Firefox's reader view: it gets a page on standard input and prints, as JSON, what it read. See readers.py.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [modules, address] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const { Readability } = require("@mozilla/readability");
const { parseHTML } = require("linkedom");

const { document } = parseHTML(readFileSync(0, "utf8"));
Object.defineProperty(document, "documentURI", { value: address });
const { title, textContent, byline, publishedTime, lang } = new Readability(document).parse();
const found = { title, text: textContent, authors: byline, date: publishedTime, language: lang };
console.log(JSON.stringify({ readability: found }));
