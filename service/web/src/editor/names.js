// Names of IRIs: the short one that SPARQL writes, the place where this service shows the thing, and its label.

import { facts, language } from "./words.js";
import { ask } from "./endpoint.js";

const spaces = Object.entries(facts.prefixes).sort((a, b) => b[1].length - a[1].length);
const { mgid, mg, sdg } = facts.prefixes;
const root = mg.slice(0, mg.indexOf("ontology"));
const labels = new Map();

/** The prefixed name of an IRI, or the IRI. */
export function short(iri) {
  const [prefix, space] = spaces.find(([, start]) => iri.startsWith(start)) ?? [];
  return prefix ? `${prefix}:${iri.slice(space.length)}` : iri;
}

/** The IRI of a prefixed name. */
export function long(name) {
  const at = name.indexOf(":");
  return facts.prefixes[name.slice(0, at)] + name.slice(at + 1);
}

/** Where an IRI leads: a page of ours, an address elsewhere, or nowhere. */
export function place(iri) {
  const code = iri.startsWith(sdg) ? iri.slice(sdg.length) : "";
  if (/^\d{1,2}(\.[0-9a-d]{1,2})?$/.test(code)) return `${facts.home}sdg/${code}`;
  if (iri.startsWith(mgid)) return facts.home + iri.slice(mgid.length);
  if (iri.startsWith(root)) return facts.home + iri.slice(root.length);
  return /^https?:\/\//.test(iri) ? iri : null;
}

/** The number of the goal of Agenda 2030 that an IRI belongs to, or nothing. */
export const goal = (iri) => iri.match(/^http:\/\/metadata\.un\.org\/sdg\/(\d{1,2})(\.|$)/)?.[1];

/** The labels of IRIs, in the language of the page where there is one; asks for those that are not known yet. */
export async function labelled(iris) {
  const unknown = [...new Set(iris)].filter((iri) => !labels.has(iri) && isPlain(iri));
  for (let i = 0; i < unknown.length; i += 100) await learn(unknown.slice(i, i + 100));
  return labels;
}

/** Whether an IRI can stand in a query as it is. */
export const isPlain = (iri) => /^[a-z][a-z\d+.-]*:[^<>"{}|^`\\\s]+$/i.test(iri);

async function learn(iris) {
  for (const iri of iris) labels.set(iri, null);
  const query = `PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mg: <${mg}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label { VALUES ?thing { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  ?thing skos:prefLabel|mg:statement|dcterms:title|rdfs:label ?label }`;
  const { results } = await (await ask({ query, accept: "application/sparql-results+json" })).json();
  for (const { thing, label } of results.bindings) {
    const known = labels.get(thing.value);
    if (!known || label["xml:lang"] === language) labels.set(thing.value, label.value);
  }
}
