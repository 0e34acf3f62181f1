// What must never import what. The table is the architecture; a file that breaks it breaks this test.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Files of build/ that stand alone, by layer; every folder of build/ is a pass and belongs to layer 1. */
const LAYERS: readonly (readonly string[])[] = [
  ["text.ts", "diagnostic.ts", "book.ts", "page.ts", "walk.ts", "numbering.ts"],
  [],
  ["cache.ts", "manuscript.ts", "workshop.ts", "zine.ts", "pipeline.ts", "proof.ts", "slip.ts"],
  ["world.ts"],
];

/** Packages that only one folder may know. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  pdfkit: ["build/pdf"],
  fontkit: ["build/typeset"],
  hyphenopoly: ["build/typeset"],
  "epub-gen-memory": ["build/epub"],
  jszip: ["build/epub"],
  "markdown-it": ["build/parse"],
  sharp: ["build/images"],
  "pdfjs-dist/legacy/build/pdf.mjs": ["build/verify/stranger.ts"],
  "node:fs": ["build/world.ts", "scripts"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(path);
    return /(?<!\.test|fixture)\.ts$/.test(path) ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^"'`;]*?\bfrom\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g);
  return [...found].map(([, a, b]) => ({ from: file, to: a ?? b ?? "" }));
}

function layerOf(file: string): number {
  if (file.startsWith("scripts/")) return 3;
  const inside = file.slice("build/".length);
  if (inside.includes("/")) return 1;
  return LAYERS.findIndex((files) => files.includes(inside));
}

const imports = ["build", "scripts"].flatMap(filesBelow).flatMap(importsOf);
const local = imports
  .filter(({ to }) => to.startsWith("."))
  .map(({ from, to }) => ({ from, to: relative(ROOT, resolve(ROOT, dirname(from), to)) }));

test("every file of build/ belongs to a layer", () => {
  for (const file of filesBelow("build")) assert.notEqual(layerOf(file), -1, `${file} belongs to no layer`);
});

test("no layer imports one above it", () => {
  for (const { from, to } of local) assert.ok(layerOf(to) <= layerOf(from), `${from} imports ${to}`);
});

test("passes never import one another", () => {
  for (const { from, to } of local) {
    if (layerOf(from) !== 1 || layerOf(to) !== 1) continue;
    assert.equal(dirname(from).split("/")[1], dirname(to).split("/")[1], `${from} imports ${to}`);
  }
});

test("layer 0 imports no package", () => {
  for (const { from, to } of imports) {
    if (layerOf(from) === 0) assert.ok(to.startsWith("."), `${from} imports ${to}`);
  }
});

test("a package has one folder that knows it", () => {
  for (const { from, to } of imports) {
    const owners = OWNERS[to];
    if (owners)
      assert.ok(
        owners.some((owner) => from.startsWith(owner)),
        `${from} imports ${to}`,
      );
  }
});
