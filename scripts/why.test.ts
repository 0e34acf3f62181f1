import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Manifest } from "../build/errata/manifest.ts";
import { openBook } from "./books.ts";
import { answerFor } from "./why.ts";

test("a printed line leads to its place and its corrections, and the place to the line", async () => {
  const root = mkdtempSync(join(tmpdir(), "why-"));
  try {
    mkdirSync(join(root, "chapters"));
    writeFileSync(join(root, "book.yaml"), "title: Tides\nauthor: A. Tester\nlang: en\n");
    writeFileSync(
      join(root, "chapters", "01-low.md"),
      "# Low\n\nThe water went out.\n\nAt noon the *harbour* lay dry.\n",
    );
    writeFileSync(
      join(root, "corrections.yaml"),
      "- chapter: 01-low.md\n  before: lay dly\n  after: lay dry\n  reason: A misread letter.\n",
    );
    const opened = (await openBook(root)).value!;
    const block = opened.book.chapters[0]!.blocks[1]!.id;
    const lines = [{ block, note: false, text: "At noon the harbour lay dry.\n" }];
    const page = { folio: "7", hash: "", chapter: "low", lines };
    const manifest: Manifest = {
      version: 1,
      title: "Tides",
      edition: "",
      print: { pages: [page], sheets: [] },
      zine: null,
    };
    const told = answerFor("p7:1", opened, manifest)!.split("\n");
    assert.equal(told[0], "“At noon the harbour lay dry.”");
    assert.match(told[1]!, /chapters\/01-low\.md:5:1, in #/);
    assert.equal(told[2], "corrected: “lay dly” to “lay dry” (A misread letter.)");
    assert.equal(answerFor("01-low.md:5", opened, manifest), "p7:1 At noon the harbour lay dry.");
    assert.match(answerFor(`low.xhtml#${block}`, opened, null)!, /01-low\.md:5:1/);
    assert.equal(answerFor("p8:1", opened, manifest), null);
    assert.equal(answerFor("p7:2", opened, manifest), null);
  } finally {
    rmSync(root, { recursive: true });
  }
});
