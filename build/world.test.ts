import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeProducts } from "./world.ts";

function inFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "world-"));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const files = new Map([
  ["a.epub", "new a"],
  ["b.pdf", "new b"],
]);

test("products take their places and leave nothing beside them", () =>
  inFolder((folder) => {
    writeFileSync(join(folder, "a.epub"), "old a");
    assert.deepEqual(writeProducts(folder, files), []);
    assert.deepEqual(readdirSync(folder).sort(), ["a.epub", "b.pdf"]);
    assert.equal(readFileSync(join(folder, "a.epub"), "utf8"), "new a");
  }));

test("a place that cannot be written is an error with a hint, and what was there stays", () =>
  inFolder((folder) => {
    writeFileSync(join(folder, "dist"), "a file where the folder should be");
    const [said, ...more] = writeProducts(join(folder, "dist"), files);
    assert.deepEqual(more, []);
    assert.equal(said?.code, "file/unwritable");
    assert.match(said.message, /a file is in the way of the folder/);
    assert.match(said.hints.join(), /--out/);
    assert.equal(readFileSync(join(folder, "dist"), "utf8"), "a file where the folder should be");
  }));

test("what a killed build left is removed, what another build is writing is not", () =>
  inFolder((folder) => {
    // Numbers of processes end far below this.
    writeFileSync(join(folder, ".a.epub.99999999-0a1b2c3d"), "torn");
    const other = `.a.epub.${process.pid}-0a1b2c3d`;
    writeFileSync(join(folder, other), "being written");
    assert.deepEqual(writeProducts(folder, files), []);
    assert.deepEqual(readdirSync(folder).sort(), [other, "a.epub", "b.pdf"].sort());
  }));
