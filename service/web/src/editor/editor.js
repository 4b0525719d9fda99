// The page that asks the data: ties the editor, the endpoint and the views of an answer together.

import { kindOf, read, typeOf } from "./answer.js";
import * as calls from "./calls.js";
import { declaration } from "./completion.js";
import { $, copy, el } from "./dom.js";
import { ask, Fault, heard } from "./endpoint.js";
import { goTo, mark } from "./fault.js";
import { recall, remember } from "./history.js";
import { cancel, run } from "./progress.js";
import { saveAs, savers } from "./saving.js";
import * as views from "./views.js";
import { counted, facts, word } from "./words.js";
import * as writing from "./writing.js";

const form = $("ask");
const view = writing.begin($("query"), { run: () => answer(), changed });

for (const plain of form.querySelectorAll("[data-plain]")) plain.hidden = true;
calls.begin();
views.begin();
recall((query) => {
  writing.replace(view, query);
  view.focus();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
$("cancel").addEventListener("click", cancel);
$("copy").hidden = !navigator.clipboard;
$("copy").addEventListener("click", () => copy($("link").href, $("copied"), word("copied")));
changed(text());
answer({ isOurs: true });

function text() {
  return view.state.doc.toString();
}

/** What follows the query as it is written: its code, its link, and the same page in the other language. */
function changed(query) {
  const said = new URLSearchParams({ query });
  calls.write(query);
  $("link").href = `${facts.page}?${said}`;
  document.querySelector(".tongue").href = `${facts.there}?${said}`;
}

/** Ask what stands in the editor, and show what comes. The page asks once by itself, which is not remembered. */
async function answer({ isOurs = false } = {}) {
  const query = text();
  const kind = kindOf(query);
  const found = await asked(query, typeOf(kind), async (reply) => read(await reply.text(), kind), told);
  if (!found) return;
  $("saves").replaceChildren(...savers(kind, (type, name) => save(query, type, name)));
  views.present(found);
  if (isOurs) return;
  remember(query);
  history.replaceState(null, "", $("link").href);
}

/** Ask again for a file, which has the whole answer in a format of its own. */
async function save(query, type, name) {
  const blob = await asked(query, type, (reply) => reply.blob(), () => word("saved", { name }));
  if (blob) saveAs(blob, name);
}

/** What `taken` makes of the reply, or nothing where there is none; the fault is shown then. */
async function asked(query, accept, taken, said) {
  $("fault").replaceChildren();
  mark(view);
  const seconds = $("timeout").valueAsNumber;
  try {
    return await run(async (signal) => heard(taken(await ask({ query, accept, seconds, signal })), "brokenOff"), said);
  } catch (error) {
    if (error instanceof Fault) complain(error);
    else if (error.name !== "AbortError") throw error;
    return null;
  }
}

function told({ kind, rows }, seconds) {
  if (kind === "truth") return word("truth", { seconds });
  return counted(kind === "graph" ? "triples" : "rows", rows.length, { seconds });
}

function complain(fault) {
  mark(view, fault);
  $("answer").hidden = true;
  $("fault").replaceChildren(el("p", {}, fault.message), el("p", { class: "row" }, ...remedies(fault)));
}

/** What helps with a fault: to go there, and to add the line that is missing. */
function remedies({ row, column, message }) {
  const prefix = message.match(/PREFIX (\w+): <http/)?.[1];
  const line = prefix && declaration(view.state, prefix);
  const there = row && button(word("toPlace", { row }), () => goTo(view, { row, column }));
  const add = line && button(word("addLine"), () => {
    view.dispatch({ changes: line });
    $("fault").replaceChildren();
    view.focus();
  });
  return [there, add];
}

function button(said, act) {
  const made = el("button", { type: "button", class: "quiet small" }, said);
  made.addEventListener("click", act);
  return made;
}
