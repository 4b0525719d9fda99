// Comunica: reads questions from standard input, a line of JSON each ({"sources": [...], "query": "..."}), and answers
// each with a line of JSON: the solutions, with every term as N-Triples writes it, or what went wrong.
import { createInterface } from "node:readline";
import { QueryEngine } from "@comunica/query-sparql";

const engine = new QueryEngine();

function written(term) {
  if (term.termType === "NamedNode") return `<${term.value}>`;
  if (term.termType === "BlankNode") return `_:${term.value}`;
  if (term.language) return `"${term.value}"@${term.language}`;
  return term.datatype.value.endsWith("#string") ? `"${term.value}"` : `"${term.value}"^^<${term.datatype.value}>`;
}

async function answered({ sources, query }) {
  const stream = await engine.queryBindings(query, { sources });
  const solutions = await stream.toArray();
  return solutions.map((solution) =>
    Object.fromEntries([...solution].map(([variable, term]) => [variable.value, written(term)])),
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  let told;
  try {
    told = { solutions: await answered(JSON.parse(line)) };
  } catch (error) {
    told = { error: String(error) };
  }
  console.log(JSON.stringify(told));
}
