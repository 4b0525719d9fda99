// The endpoint: one query sent to it, and what it says where it does not answer.

import { facts, word } from "./words.js";

const LONGEST_ADDRESS = 6000;
const PLACE = /^the query (?:does not parse|cannot search) at line (\d+), column (\d+): (.*)/;

/** Why a query has no answer: a sentence, and where it stumbled if that is known. */
export class Fault extends Error {
  constructor(message, row, column) {
    super(message);
    Object.assign(this, { row, column });
  }
}

/** The answer to a query. Throws a Fault, or an AbortError where `signal` cancelled it. */
export async function ask({ query, accept, seconds, signal }) {
  const said = { query, ...(seconds && seconds !== facts.seconds ? { timeout: seconds } : {}) };
  const form = new URLSearchParams(said);
  const isShort = `${form}`.length < LONGEST_ADDRESS;
  const address = isShort ? `${facts.endpoint}?${form}` : facts.endpoint;
  const answer = await heard(fetch(address, { headers: { accept }, signal, ...(isShort ? {} : { method: "POST", body: form }) }));
  if (!answer.ok) throw fault(await answer.text());
  return answer;
}

/** What comes of an answer on its way: a connection that breaks is a fault, too. */
export async function heard(coming, otherwise = "unreached") {
  try {
    return await coming;
  } catch (error) {
    throw error.name === "AbortError" ? error : new Fault(word(otherwise));
  }
}

function fault(text) {
  const detail = explained(text);
  const [, row, column, what] = detail.match(PLACE) ?? [];
  if (!row) return new Fault(translated(detail));
  return new Fault(word("place", { row, column, what: translated(what) }), Number(row), Number(column));
}

function explained(text) {
  try {
    return JSON.parse(text).detail.split("\n")[0];
  } catch {
    return word("failed");
  }
}

/** A sentence of the endpoint's in the language of the page, and so the advice at its end. */
function translated(sentence) {
  for (const [pattern, said] of facts.complaints) {
    const found = sentence.match(new RegExp(pattern));
    if (!found) continue;
    const values = { ...found.groups };
    if (values.advice) values.advice = values.advice.split("; ").map(translated).join("; ");
    return said.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  }
  return sentence;
}
