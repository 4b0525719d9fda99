// What can stand at the cursor: variables, keywords, the terms of the data, and things by their names.

import { pickedCompletion } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { short } from "./names.js";
import { facts, language } from "./words.js";

const KEYWORDS =
  "SELECT CONSTRUCT ASK DESCRIBE WHERE DISTINCT FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES UNDEF AS PREFIX LIMIT OFFSET ORDER BY ASC DESC GROUP HAVING COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR EXISTS NOT IN STR LANG LANGMATCHES DATATYPE BOUND IRI IF COALESCE CONCAT CONTAINS STRSTARTS STRENDS STRAFTER STRBEFORE STRLEN SUBSTR REPLACE REGEX LCASE UCASE ROUND ABS YEAR isIRI isLiteral isNumeric sameTerm"
    .split(" ")
    .map((label) => ({ label, type: "keyword", boost: -2 }));
const LONGEST_NAME = 60;

let vocabulary = null;

/** The completions at the cursor, for CodeMirror. */
export async function complete(context) {
  if (isText(context)) return null;
  const variable = context.matchBefore(/[?$]\w*/);
  if (variable) return { from: variable.from, options: variables(context, variable), validFor: /^[?$]\w*$/ };
  const thing = context.matchBefore(/<\p{L}[\p{L}\d. -]*/u);
  if (thing) return things(context, thing);
  const name = context.matchBefore(/[A-Za-z][\w-]*:[\w.-]*|[\p{L}_][\p{L}\d_]*/u);
  if (!name && !context.explicit) return null;
  return { from: name?.from ?? context.pos, options: [...(await terms(name?.text ?? "", isClass(context, name))), ...KEYWORDS], validFor: /^[\p{L}\d_-]*:?[\w.-]*$/u };
}

function isText({ state, pos }) {
  const { name } = syntaxTree(state).resolveInner(pos, -1);
  return name === "String" || name === "Comment";
}

function variables({ state }, { from, text }) {
  const others = state.sliceDoc(0, from) + state.sliceDoc(from + text.length);
  return [...new Set(others.match(/[?$]\w+/g))].sort().map((label) => ({ label, type: "variable" }));
}

/** Whether a class comes here: after `a`, as in `?goal a mg:Goal`. */
function isClass({ state, pos }, name) {
  return /(^|\s)a\s+$/.test(state.sliceDoc(Math.max(0, (name?.from ?? pos) - 20), name?.from ?? pos));
}

/** The terms of the data, only classes where one is due. A word without a prefix is looked for among labels, too. */
async function terms(typed, isClassDue) {
  vocabulary ??= fetch(facts.terms).then((answer) => (answer.ok ? answer.json() : []), () => []);
  const hasPrefix = typed.includes(":");
  const known = (await vocabulary).filter(({ name, label }) => (hasPrefix || label) && (!isClassDue || /:[A-Z]/.test(name)));
  return known.map(({ name, label, definition, uses }) => ({
    label: hasPrefix || !label ? name : `${name} ${label}`,
    displayLabel: name,
    detail: label,
    info: definition,
    boost: Math.min(9, Math.log10(uses + 1)) + (name.startsWith("mg:") ? 3 : 0),
    apply: (view, completion, from, to) => put(view, completion, name, from, to),
  }));
}

/** Put a name in its place, and declare its prefix above where it is not. */
function put(view, completion, name, from, to) {
  const prefix = name.slice(0, name.indexOf(":"));
  const line = declaration(view.state, prefix);
  const changes = [{ from, to, insert: name }, ...(line ? [line] : [])];
  const shift = line ? line.insert.length : 0;
  view.dispatch({ changes, selection: { anchor: from + name.length + shift }, userEvent: "input.complete", annotations: pickedCompletion.of(completion) });
}

/** The change that declares a prefix after those that are declared, or nothing where it is. */
export function declaration({ doc }, prefix) {
  const text = doc.toString();
  const isThere = new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "im").test(text);
  if (isThere || !facts.prefixes[prefix]) return null;
  const last = [...text.matchAll(/^\s*PREFIX\s[^\n]*(?:\n|$)/gim)].at(-1);
  const at = last ? last.index + last[0].length : 0;
  return { from: at, insert: `PREFIX ${prefix}: <${facts.prefixes[prefix]}>\n` };
}

/** Things of the data whose names have the words after `<`. */
async function things(context, { from, text }) {
  const words = text.slice(1, LONGEST_NAME).trim();
  if (words.length < 2) return null;
  const aborted = new AbortController();
  context.addEventListener("abort", () => aborted.abort());
  const found = await named(words, aborted.signal);
  if (context.aborted || !found.length) return null;
  const to = context.pos + (context.state.sliceDoc(context.pos, context.pos + 1) === ">" ? 1 : 0);
  return { from, to, filter: false, options: found.map(option) };
}

async function named(q, signal) {
  try {
    const answer = await fetch(`${facts.search}?${new URLSearchParams({ q, limit: 12 })}`, { signal });
    return answer.ok ? (await answer.json()).items : [];
  } catch {
    return [];
  }
}

function option({ id, label, notation, municipality }) {
  const said = label?.[language] ?? label?.sv ?? "";
  const name = [notation, said].filter(Boolean).join(" ");
  const where = municipality?.label[language];
  return { label: name || short(id), detail: where ? `${where}, ${short(id)}` : short(id), apply: `<${id}>` };
}
