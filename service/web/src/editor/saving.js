// Saving an answer as a file, whole, in the formats that its form has.

import { el } from "./dom.js";

const TABLES = { CSV: ["text/csv", "csv"], JSON: ["application/sparql-results+json", "json"], XML: ["application/sparql-results+xml", "xml"] };
const GRAPHS = {
  Turtle: ["text/turtle", "ttl"],
  "JSON-LD": ["application/ld+json", "jsonld"],
  "N-Triples": ["application/n-triples", "nt"],
  "RDF/XML": ["application/rdf+xml", "rdf"],
};

/** Buttons for the formats of a kind of answer; `save` is called with the media type and a name for the file. */
export function savers(kind, save) {
  return Object.entries(kind === "graph" ? GRAPHS : TABLES).map(([name, [type, suffix]]) => {
    const button = el("button", { type: "button", class: "quiet small" }, name);
    button.addEventListener("click", () => save(type, `malgraf.${suffix}`));
    return el("li", {}, button);
  });
}

/** Hand a file to the browser. */
export function saveAs(blob, name) {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
