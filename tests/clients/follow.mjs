// An LDES client: node follow.mjs ADDRESS [FOLDER]. Prints every member of the stream that it had not seen, a line of JSON
// each, and last which pages it fetched; in the folder it keeps how far it came. An error ends it.
process.env.LOG_LEVEL = "warn"; // read when the client is loaded: its warnings are complaints about the stream
const { intoConfig, replicateLDES } = await import("ldes-client");

const CREATED = "http://purl.org/dc/terms/created";
const VERSION_OF = "http://purl.org/dc/terms/isVersionOf";

const [url, statePath] = process.argv.slice(2);
const client = replicateLDES(intoConfig({ url, statePath }), "ascending");
client.on("error", (error) => {
  console.error(error);
  process.exit(1);
});
const pages = [];
client.on("fragment", (page) => pages.push(page.url));
for await (const { id, quads } of client.stream({ highWaterMark: 10 })) {
  const said = (property) => quads.find((quad) => quad.subject.equals(id) && quad.predicate.value === property);
  console.log(
    JSON.stringify({
      id: id.value,
      of: said(VERSION_OF)?.object.value,
      created: said(CREATED)?.object.value,
      content: quads.filter((quad) => quad.graph.equals(id)).length,
    }),
  );
}
console.log(JSON.stringify({ pages }));
