// The answer in its views: a table, a chart, a graph and a map of types, each drawn when it is first looked at.

import { showChart } from "./chart.js";
import { $, el } from "./dom.js";
import { showGraph } from "./graph.js";
import { showTable } from "./table.js";
import { tabbed } from "./tabs.js";
import { showTypes } from "./types.js";
import { word } from "./words.js";

const draws = { "view-table": showTable, "view-chart": showChart, "view-graph": showGraph, "view-types": showTypes };

let answer = null;
let drawn = new Set();
let current = "view-table";
let show = null;

/** Make the tabs work. */
export function begin() {
  show = tabbed($("answer").querySelector("[role=tablist]"), draw);
}

/** Show another answer, in the view that was open. */
export function present(found) {
  answer = found;
  drawn = new Set();
  $("answer").hidden = false;
  show(current);
}

async function draw(id) {
  current = id;
  if (!answer || drawn.has(id)) return;
  drawn.add(id);
  const panel = $(id);
  const own = answer;
  if (own.kind === "truth") return panel.replaceChildren(el("p", { class: "truth" }, word(own.truth ? "yes" : "no")));
  if (!own.rows.length) return panel.replaceChildren(el("p", {}, word("none")));
  try {
    await draws[id](panel, own);
  } catch (error) {
    drawn.delete(id);
    panel.replaceChildren(el("p", {}, error.message));
  }
}
