// Code that asks the query of the editor, written anew as it changes; service/pages/calls.py wrote what came with the page.

import { kindOf } from "./answer.js";
import { $, copy } from "./dom.js";
import { tabbed } from "./tabs.js";
import { facts, word } from "./words.js";

const quotes = {
  curl: (query) => query.replaceAll("'", "'\\''"),
  Python: (query) => query.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"'),
  R: (query) => query,
};
const blocks = () => [...document.querySelectorAll("[data-language]")];

/** Show one language at a time, each with a button that copies it. */
export function begin() {
  $("languages").hidden = false;
  for (const block of blocks()) {
    block.role = "tabpanel";
    block.setAttribute("aria-labelledby", `tab-${block.dataset.language}`);
    block.querySelector("h3").hidden = true;
  }
  tabbed($("languages"))(blocks()[0].id);
  $("code-copy").hidden = !navigator.clipboard;
  $("code-copy").addEventListener("click", () => copy(blocks().find((block) => !block.hidden).innerText.trim(), $("code-copied"), word("copied")));
}

/** Write the code of each language for a query. */
export function write(query) {
  const kind = kindOf(query);
  for (const block of blocks()) {
    const { language } = block.dataset;
    block.querySelector("code").textContent = facts.codes[language][kind].replace("{query}", () => quotes[language](query.trim()));
  }
}
