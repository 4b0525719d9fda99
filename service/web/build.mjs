// Builds src/ into ../static: hashed files, manifest.json (name -> hashed name) and THIRD-PARTY.txt.
// The same sources give the same bytes. `--watch` builds again at each change.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const watched = process.argv.includes("--watch");

const options = {
  absWorkingDir: here,
  entryPoints: [
    ...["malgraf.css", "query.css", "network.css", "review.css", "malgraf.svg"],
    ...["page.js", "network.js", "editor/editor.js", "review/review.js"],
  ].map((name) => join("src", name)),
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: !watched,
  sourcemap: watched ? "inline" : false,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "linked",
  loader: { ".svg": "copy", ".woff2": "file" },
  metafile: true,
  write: false,
  logLevel: "warning",
  plugins: [{ name: "write", setup: (build) => build.onEnd((result) => result.errors.length || write(result)) }],
};

if (watched) await (await esbuild.context(options)).watch();
else await esbuild.build(options).catch(() => process.exit(1));

/** Writes what was built, its manifest last, and then removes what was there before: a service that runs is not hurt. */
async function write({ outputFiles, metafile }) {
  const packages = await Promise.all(packagesOf(metafile).map(described));
  await mkdir(out, { recursive: true });
  const before = await readdir(out);
  const files = [
    ...outputFiles.map(({ path, contents }) => [basename(path), contents]),
    ["THIRD-PARTY.txt", thirdParty(packages)],
    ["manifest.json", `${JSON.stringify(manifestOf(metafile), null, 2)}\n`],
  ];
  for (const [name, contents] of files) await writeFile(join(out, name), contents);
  const now = new Set(files.map(([name]) => name));
  await Promise.all(before.filter((name) => !now.has(name)).map((name) => rm(join(out, name))));
}

/** The name by which a template calls each file, and the hashed one it has. */
function manifestOf({ outputs }) {
  const named = Object.entries(outputs)
    .map(([path, { entryPoint, inputs }]) => [entryPoint ?? Object.keys(inputs)[0], path])
    .filter(([source]) => source);
  return Object.fromEntries(named.map((pair) => pair.map((path) => basename(path))).sort());
}

/** The packages of others that some file was taken from. */
function packagesOf({ inputs }) {
  const found = Object.keys(inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  return [...new Set(found.filter(Boolean))].sort();
}

/** A package's name, version, licence, and the licence's text, which must go with its copies. */
async function described(name) {
  const place = join(here, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(place, "package.json"), "utf8"));
  return { line: `${name} ${version} ${license}`, text: await readFile(join(place, "LICENSE"), "utf8") };
}

function thirdParty(packages) {
  const list = packages.map(({ line }) => line).join("\n");
  const texts = packages.map(({ line, text }) => `${"=".repeat(80)}\n${line}\n\n${text.trim()}\n`);
  return `${list}\n\n${texts.join("\n")}`;
}
