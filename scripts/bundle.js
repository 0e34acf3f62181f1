// Takes the project, writes the whole program with its packages into one file. Left out are packages that bring machine
// code or files of their own; they are found in node_modules when they are first used.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const APART = ["sharp", "subset-font", "pdfjs-dist"];

/** What packages bring along and this program never does: to fetch, to read WOFF2, to break lines by Unicode's rules. */
const UNUSED = /^(?:undici|node-fetch|linebreak|brotli\/decompress\.js)$/;

/** Bundles of other states of the project are kept for a day. */
const KEPT_MS = 86_400_000;

const unused = {
  name: "unused",
  setup(build) {
    build.onResolve({ filter: UNUSED }, ({ path }) => ({ path, namespace: "unused" }));
    build.onLoad({ filter: UNUSED, namespace: "unused" }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error("${path} is left out of the bundle"); };`,
    }));
  },
};

/**
 * A module goes on to know where it lies. What it imports late comes by `importPackage`, which `samizdat.js` gives: code
 * that V8 kept cannot import by itself (Node 20 forgets who should answer).
 */
const places = {
  name: "places",
  setup(build) {
    build.onLoad({ filter: /\.(?:ts|mjs|js)$/, namespace: "file" }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const ours = path.endsWith(".ts");
      const placed = text.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
      const contents = ours ? placed.replace(/\bimport\((?="[^."])/g, "importPackage(") : placed;
      return contents === text ? undefined : { contents, loader: ours ? "ts" : "js" };
    });
  },
};

/** False where it cannot be kept. */
export async function bundle(project, folder) {
  const all = dirname(folder);
  const fresh = join(all, `.${basename(folder)}.${process.pid}`);
  try {
    const { build } = await import("esbuild");
    mkdirSync(fresh, { recursive: true });
    const { outputFiles } = await build({
      entryPoints: [join(project, "scripts", "samizdat.ts")],
      write: false,
      define: { SAMIZDAT_CODE: JSON.stringify(versionOf(project)) },
      bundle: true,
      external: APART,
      plugins: [places, unused],
      format: "cjs",
      mainFields: ["module", "main"],
      platform: "node",
      target: "node20",
      legalComments: "none",
      minifyWhitespace: true,
      lineLimit: 120,
      logLevel: "silent",
    });
    writeFileSync(join(fresh, "samizdat.cjs"), escaped(outputFiles[0].text));
    if (existsSync(join(folder, "samizdat.cjs"))) rmSync(fresh, { recursive: true });
    else renameSync(fresh, folder);
    forget(all, basename(folder));
    return true;
  } catch {
    rmSync(fresh, { recursive: true, force: true });
    return false;
  }
}

/** ASCII alone is read twice as fast; within strings and regular expressions an escape says the same. */
function escaped(text) {
  return text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Of all code, for the names of what is remembered. */
function versionOf(project) {
  const hash = createHash("sha256").update(readFileSync(join(project, "package-lock.json")));
  const add = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) add(path);
      else hash.update(entry.name).update(readFileSync(path));
    }
  };
  add(join(project, "build"));
  add(join(project, "scripts"));
  return hash.digest("hex");
}

function forget(all, current) {
  for (const name of readdirSync(all)) {
    const old = join(all, name);
    if (name !== current && statSync(old).mtimeMs < Date.now() - KEPT_MS) rmSync(old, { recursive: true, force: true });
  }
}
