import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { correct } from "../build/clean/corrections.ts";
import { harvestBook, readCorrections, writeCorrections } from "./corrections.ts";

const MADE =
  "# The Ferry\n\nThe ferry left at six.[^1] Nobody waved at it, and nobody called.\n\n[^1]: By the clock.\n";

function bookWith(chapters: Record<string, { made: string; edited: string }>, corrections = ""): string {
  const book = mkdtempSync(join(tmpdir(), "corrections-"));
  mkdirSync(join(book, ".import"));
  mkdirSync(join(book, "chapters"));
  for (const [name, { made, edited }] of Object.entries(chapters)) {
    writeFileSync(join(book, ".import", name), made);
    writeFileSync(join(book, "chapters", name), edited);
  }
  writeFileSync(join(book, "corrections.yaml"), corrections);
  return book;
}

test("three words edited, harvested, and put back into what cleaning makes: the same bytes", () => {
  const edited = MADE.replace("six", "seven").replace("nobody called", "no one called").replace("clock", "bell");
  const book = bookWith({ "01-ferry.md": { made: MADE, edited } });
  try {
    const { value, diagnostics } = harvestBook(book);
    assert.deepEqual(diagnostics, []);
    assert.equal(value?.count, 3);
    const again = readCorrections({ file: "corrections.yaml", text: value?.text ?? "" });
    assert.deepEqual(again.diagnostics, []);
    assert.equal(correct("01-ferry.md", MADE, again.value).value, edited);
  } finally {
    rmSync(book, { recursive: true });
  }
});

test("comments and reasons of corrections that still hold outlive a harvest", () => {
  const yaml =
    "# agreed with the printer\n- chapter: 01-ferry.md\n  before: left at six\n  after: left at seven\n  reason: misprint\n";
  const edited = MADE.replace("at six", "at seven").replace("waved", "bowed");
  const book = bookWith({ "01-ferry.md": { made: MADE, edited } }, yaml);
  try {
    const text = harvestBook(book).value?.text ?? "";
    assert.ok(text.startsWith(yaml));
    assert.ok(text.includes("after: Nobody bowed at"));
    assert.equal(readFileSync(join(book, "corrections.yaml"), "utf8"), yaml);
  } finally {
    rmSync(book, { recursive: true });
  }
});

test("a correction that is undone leaves the file", () => {
  const yaml = "- chapter: 01-ferry.md\n  before: left at six\n  after: left at seven\n";
  assert.equal(writeCorrections(yaml, []).trim(), "[]");
});

test("a book that was never imported is an error", () => {
  assert.equal(harvestBook(join(tmpdir(), "no-such-book")).diagnostics[0]?.code, "file/missing");
});
