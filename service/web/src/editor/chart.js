// An answer as bars: a column of numbers, each with what the row names; a list, so that it is read as well as seen.

import { isNumber } from "./answer.js";
import { el } from "./dom.js";
import { goal, labelled, short } from "./names.js";
import { figure, word } from "./words.js";

const MOST_BARS = 60;

/** Show an answer in a panel. */
export async function showChart(panel, { columns, rows }) {
  const numeric = columns.map((_, i) => rows.some((row) => isNumber(row[i])) && rows.every((row) => !row[i] || isNumber(row[i])));
  const choices = columns.map((_, i) => i).filter((i) => numeric[i]);
  if (!choices.length) return panel.replaceChildren(el("p", {}, word("noChart")));
  const names = await calledBy(columns, rows.slice(0, MOST_BARS), numeric);
  const list = el("ol", { class: "bars" });
  const draw = (column) => list.replaceChildren(...bars(rows.slice(0, MOST_BARS), names, column));
  const named = numeric.indexOf(false); // a number before the first name is most often a number of something, not a count
  const first = choices.find((i) => i > named) ?? choices[0];
  draw(first);
  const cut = rows.length > MOST_BARS ? el("p", { class: "soft" }, word("firstBars", { shown: figure(MOST_BARS), n: figure(rows.length) })) : "";
  panel.replaceChildren(choice(columns, choices, first, draw), cut, list);
}

function choice(columns, choices, first, draw) {
  if (choices.length === 1) return el("p", { class: "bars-of" }, columns[first]);
  const select = el("select", {}, choices.map((i) => el("option", { value: i, selected: i === first }, columns[i])));
  select.addEventListener("change", () => draw(Number(select.value)));
  return el("label", { class: "plainly bars-of" }, `${word("chartOf")} `, select);
}

/** What each row is called: by its first two texts, else by its first thing. */
async function calledBy(columns, rows, numeric) {
  const texts = columns.map((_, i) => i).filter((i) => !numeric[i] && rows.some((row) => row[i]?.type === "literal")).slice(0, 2);
  const iris = texts.length ? [] : rows.flatMap((row) => row.filter((term) => term?.type === "uri").map(({ value }) => value));
  const labels = await labelled(iris.slice(0, 2 * MOST_BARS));
  const called = (term) => (term?.type === "uri" ? (labels.get(term.value) ?? short(term.value)) : (term?.value ?? ""));
  const shown = texts.length ? texts : columns.map((_, i) => i).filter((i) => rows.some((row) => row[i]?.type === "uri")).slice(0, 2);
  return rows.map((row) => (shown.length ? shown : [0]).map((i) => called(row[i])).filter(Boolean).join(" · "));
}

function bars(rows, names, column) {
  const values = rows.map((row) => Number(row[column]?.value ?? 0));
  const low = Math.min(0, ...values);
  const scale = 100 / (Math.max(0, ...values) - low || 1);
  return rows.map((row, i) => {
    const bar = el("span", { class: `bar-of ${hue(row)}` });
    bar.style.setProperty("--from", `${(Math.min(0, values[i]) - low) * scale}%`);
    bar.style.setProperty("--long", `${Math.abs(values[i]) * scale}%`);
    return el("li", {}, el("span", { class: "bar-name" }, names[i]), el("span", { class: "bar-track" }, bar), el("b", {}, row[column] ? written(values[i]) : "–"));
  });
}

const written = (value) => (Number.isInteger(value) ? figure(value) : figure(Number(value.toPrecision(4))));

/** A row about Agenda 2030 has the colour of the goal. */
function hue(row) {
  const number = row.map((term) => (term?.type === "uri" ? goal(term.value) : null)).find(Boolean);
  return number ? `sdg s${number}` : "";
}
