// Answers: what came back, of whatever form, as columns and rows of terms.

import { word } from "./words.js";

export const JSON_RESULTS = "application/sparql-results+json";
export const N_TRIPLES = "application/n-triples";

const PROLOGUE = /^(?:\s+|#[^\n]*|PREFIX\s+[^\s:<#]*:\s*<[^<>\s]*>|BASE\s*<[^<>\s]*>)*/i;
const TRIPLE = /^(<[^>]*>|_:\S+) (<[^>]*>) (<[^>]*>|_:\S+|".*) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/;
const ESCAPED = /\\(?:u([\dA-F]{4})|U([\dA-F]{8})|(.))/gi;
const CHARACTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const NUMERIC = /XMLSchema#(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;

/** What a query answers with: "table", "graph" or "truth". */
export function kindOf(query) {
  const verb = query.replace(PROLOGUE, "").match(/^\w+/)?.[0].toUpperCase();
  return { CONSTRUCT: "graph", DESCRIBE: "graph", ASK: "truth" }[verb] ?? "table";
}

/** The media type in which an answer of a kind is asked for to be shown. */
export const typeOf = (kind) => (kind === "graph" ? N_TRIPLES : JSON_RESULTS);

/** An answer's text as columns and rows. */
export function read(text, kind) {
  if (kind === "graph") return { kind, columns: ["subject", "property", "object"].map((name) => word(name)), rows: triples(text) };
  const { head, results, boolean } = JSON.parse(text);
  if (kind === "truth") return { kind, truth: boolean, columns: [], rows: [] };
  const rows = results.bindings.map((row) => head.vars.map((name) => (row[name] ? term(row[name]) : null)));
  return { kind, columns: head.vars, rows };
}

/** Whether a term is a number. */
export const isNumber = (found) => found?.type === "literal" && NUMERIC.test(found.datatype ?? "");

function term({ type, value, datatype, "xml:lang": lang }) {
  return { type: type === "typed-literal" ? "literal" : type, value, datatype, lang };
}

function triples(text) {
  const lines = text.split("\n").map((line) => line.match(TRIPLE));
  return lines.filter(Boolean).map(([, ...terms]) => terms.map(parsed));
}

function parsed(text) {
  if (text.startsWith("<")) return { type: "uri", value: plain(text.slice(1, -1)) };
  if (text.startsWith("_")) return { type: "bnode", value: text.slice(2) };
  const [, value, lang, datatype] = text.match(LITERAL);
  return { type: "literal", value: plain(value), lang, datatype };
}

const plain = (text) =>
  text.replace(ESCAPED, (_, short, long, one) => (one ? (CHARACTERS[one] ?? one) : String.fromCodePoint(parseInt(short ?? long, 16))));
