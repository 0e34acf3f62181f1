import assert from "node:assert/strict";
import { test } from "node:test";
import { describeErrata, errata } from "./errata.ts";
import type { Manifest, PrintedEdition } from "./manifest.ts";

/** Pages as texts: a line starting with "^" is a note's; one that ends in "-" goes on without a blank. */
function edition(...pages: readonly string[]): PrintedEdition {
  return {
    pages: pages.map((text, at) => ({
      folio: String(at + 1),
      hash: text,
      chapter: "tides",
      lines: text.split("\n").map((line) => ({
        block: "p",
        note: line.startsWith("^"),
        text: line.endsWith("-") ? line.slice(0, -1).replace("^", "") : `${line.replace("^", "")} `,
      })),
    })),
    sheets: [
      {
        file: "tides.zine.pdf",
        paper: "A4",
        sides: [
          { label: "sheet 1, front", pages: [0] },
          { label: "sheet 1, back", pages: [1] },
        ],
      },
    ],
  };
}

const OLD = edition("The water went out\nat noon, and the har-", "bour lay dry.\n^See the tables.");

test("a corrected word is told by page and line of the old edition", () => {
  const now = edition("The water came in at\nnoon, and the har-", "bour lay dry.\n^See the old tables.");
  assert.deepEqual(errata(OLD, now), [
    { folio: "1", line: 1, note: false, before: "went out", after: "came in", block: "p" },
    { folio: "2", line: 1, note: true, before: "See the tables.", after: "See the old tables.", block: "p" },
  ]);
});

test("a word that two pages share is told where it begins", () => {
  const [found] = errata(OLD, edition("The water went out\nat noon, and the town", "lay dry.\n^See the tables."));
  assert.deepEqual(found, { folio: "1", line: 2, note: false, before: "harbour", after: "town", block: "p" });
});

test("a sentence put in is one erratum, though a word of it stands there already; two words are two", () => {
  const now = edition(
    "The water went out\nat noon, when the tide of spring and the wind of the north were with it, and the har-",
    OLD.pages[1]!.hash,
  );
  assert.deepEqual(errata(OLD, now), [
    {
      folio: "1",
      line: 2,
      note: false,
      before: "at noon, and the",
      after: "at noon, when the tide of spring and the wind of the north were with it, and the",
      block: "p",
    },
  ]);
  const words = errata(OLD, edition("The waters went out\nat night, and the har-", OLD.pages[1]!.hash));
  assert.deepEqual(
    words.map(({ before, after }) => `${before} ${after}`),
    ["water waters", "noon, night,"],
  );
});

test("lines that only moved are no errata", () => {
  assert.deepEqual(
    errata(OLD, edition("The water\nwent out at noon, and\nthe harbour lay", "dry.\n^See the\n^tables.")),
    [],
  );
});

test("what stands on one line with the line before counts as that line", () => {
  const cells = edition("The day\nnoon\nhigh\nnight\nlow", "");
  const [page] = cells.pages;
  const row = page!.lines.map((line, at) => (at === 2 || at === 4 ? { ...line, beside: true as const } : line));
  const old = { ...cells, pages: [{ ...page!, lines: row }] };
  const [found] = errata(old, edition("The day\nnoon\nhigh\nnight\nebb", ""));
  assert.equal(found!.line, 3);
});

test("errata and reprint plan as Markdown", () => {
  const manifest = (zine: PrintedEdition, name: string): Manifest => ({
    version: 1,
    title: "Tides",
    edition: name,
    print: null,
    zine,
  });
  const now = edition(OLD.pages[0]!.hash, "bour lay wet.\n^See the tables.");
  assert.equal(
    describeErrata(manifest(OLD, "0000000a"), manifest(now, "0000000b")).split("## Zine\n\n")[1],
    `- p. 2, l. 1: for “dry.” read “wet.”

Print again 1 of 2 pages: 2.

- tides.zine.pdf: 1 of 1 sheets: sheet 1 (back)
`,
  );
});
