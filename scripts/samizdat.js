#!/usr/bin/env node
// The way in for `npm run …` and `npx samizdat …`. The program is bundled once (`bundle.js`) and kept in .cache/code/ under a
// name made of its files' sizes and dates, together with what V8 compiled of it for each command: it then starts in a third
// of the time. Where nothing can be kept, the TypeScript is run as it stands.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const project = dirname(dirname(fileURLToPath(import.meta.url)));

function stampOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return stampOf(path);
    const { size, mtimeMs } = statSync(path);
    return `${entry.name} ${size} ${mtimeMs}`;
  });
}

/** Changes with the sources, the packages, the engine and the place of the project. */
function stamp() {
  const sources = ["build", "scripts"].map((name) => stampOf(join(project, name)));
  const lock = statSync(join(project, "package-lock.json")).mtimeMs;
  const parts = [process.version, project, lock, sources];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

function run(folder) {
  const file = join(folder, "samizdat.cjs");
  const whole = join(folder, `${commandOf(process.argv.slice(2))}.v8`);
  const known = [whole, `${whole}.failed`].find((place) => existsSync(place));
  const source = `(function (exports, require, module, importPackage) {${readFileSync(file, "latin1")}\n})`;
  const script = new Script(source, { filename: file, cachedData: known && readFileSync(known) });
  const module = { exports: {} };
  // before the program is run, since help ends the process; a run that failed may have compiled little
  process.once("exit", (code) => {
    const place = code === 0 ? whole : `${whole}.failed`;
    if (known === undefined || script.cachedDataRejected || (code === 0 && known !== whole))
      keep(place, script.createCachedData());
  });
  script.runInThisContext()(module.exports, createRequire(file), module, (name) => import(name));
}

/** Help for a command compiles next to nothing of what the command needs. */
function commandOf(words) {
  const forHelp = words.includes("--help") || words.includes("-h");
  return !forHelp && /^[a-z]+$/.test(words[0] ?? "") ? words[0] : "help";
}

function keep(place, bytes) {
  try {
    writeFileSync(`${place}.${process.pid}`, bytes);
    renameSync(`${place}.${process.pid}`, place);
  } catch {
    // What was compiled is compiled again next time.
  }
}

const folder = join(project, ".cache", "code", stamp());
const ready = existsSync(join(folder, "samizdat.cjs")) || (await (await import("./bundle.js")).bundle(project, folder));
if (ready) run(folder);
else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./samizdat.ts");
}
