import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { digest } from "../build/cache.ts";
import type { Manifest } from "../build/errata/manifest.ts";
import { type OpenBook, openBook } from "./books.ts";
import { runImport } from "./import.ts";
import { answerFor } from "./why.ts";

const root = mkdtempSync(join(tmpdir(), "why-"));

const PAGE = `<html><head><title>Low Water</title></head><body>
<h1>Low Water</h1>
<p>The water went out at noon, and the
harbour lay dly until the evening of that day. The <em>boats</em> stood on the mud, and the boys went.</p>
<p>By evening it had come in again.</p>
</body></html>
`;

let opened: OpenBook;
let manifest: Manifest;

before(async () => {
  mkdirSync(join(root, "sources"));
  writeFileSync(join(root, "book.yaml"), "title: Tides\nauthor: A. Tester\nlang: en\n");
  writeFileSync(join(root, "sources", "page.html"), PAGE);
  writeFileSync(
    join(root, "sources.yaml"),
    `- file: page.html\n  sha256: ${digest(PAGE)}\n  title: Tides\n  author: A. Tester\n  chapters:\n    - { file: 01-low.md, title: Low Water }\n`,
  );
  writeFileSync(
    join(root, "corrections.yaml"),
    "- chapter: 01-low.md\n  before: lay dly\n  after: lay dry\n  reason: A misread letter.\n",
  );
  writeFileSync(join(root, "glossary.yaml"), "- { term: evening, definition: Late. }\n");
  assert.equal(await runImport({ book: root }), 0);
  opened = (await openBook(root)).value!;
  const [first, second] = opened.book.chapters[0]!.blocks;
  const line = (block: string, text: string) => ({ block, note: false, text });
  const lines = [
    line(first!.id, "The water went out at noon, and the "),
    line(first!.id, "harbour lay dry until the evening of that day. The "),
    line(first!.id, "boats stood on the mud, and the boys went.\n"),
    line(second!.id, "By evening it had come in again.\n"),
  ];
  const pages = [
    { folio: "i", hash: "", chapter: null, lines: [] },
    { folio: "7", hash: "", chapter: "low", lines },
  ];
  manifest = { version: 1, title: "Tides", edition: "", print: { pages, sheets: [] }, zine: null };
});

after(() => rmSync(root, { recursive: true }));

/** What is answered, without the folder's name. */
function ask(place: string, built: Manifest | null = manifest): string {
  const answer = answerFor(place, { ...opened, path: root, manifest: built });
  const text = "told" in answer ? answer.told : [answer.missing, ...answer.hints].join("\n");
  return text.replace(/\S*(?=(?:chapters\/|glossary\.yaml))/g, "").replace(/#low-[0-9a-f]+/g, "#low-…");
}

test("a printed line leads to its place, its source, the rules and the correction that touched it", () => {
  assert.equal(
    ask("p7:2"),
    `“harbour lay dry until the evening of that day. The”
chapters/01-low.md:9:37, in #low-…
source: page.html:4:1
rule html/markup: “<em>” taken out (line 4)
corrected: “lay dly” to “lay dry” (A misread letter.)`,
  );
  assert.match(ask("p7:3"), /^source: page\.html:4:56\nrule html\/markup: “<\/em>” taken out \(line 4\)$/m);
  assert.match(ask("p7:4"), /^source: page\.html:5:4$/m);
});

test("a chapter's line, with and without a column, leads to print and back to the source", () => {
  const told = ask("chapters/01-low.md:11");
  assert.equal(told, "source: page.html:5:4\np7:4 By evening it had come in again.");
  assert.equal(ask("01-low.md:11:4"), told);
});

test("a place of the EPUB: a block, a chapter, a page, a use of a term, an entry of the glossary", () => {
  const block = opened.book.chapters[0]!.blocks[1]!.id;
  assert.match(
    ask(`low.xhtml#${block}`),
    /^chapters\/01-low\.md:11:1, in .*\nsource: page\.html:5:4\nprinted: p7:4 “By evening/,
  );
  assert.match(ask("low.xhtml"), /^chapters\/01-low\.md:7:1, in #low\n/);
  assert.equal(ask("low.xhtml#page-7"), ask("p7:1"));
  const [use] = opened.book.glossary[0]!.occurrences;
  assert.match(ask(`#${use!.id}`), /^chapters\/01-low\.md:(?:9|11):1, in/);
  assert.match(ask("#term-evening"), /^glossary\.yaml:1:11, in #term-evening/);
});

test("where there is no such place, the places there are", () => {
  assert.equal(
    ask("p7:9"),
    "page 7 of the book has 4 lines\nthe first is p7:1 “The water went out at noon, and the”\nthe last is p7:4 “By evening it had come in again.”",
  );
  assert.equal(ask("p8:1"), "the book has no page 8\nits pages are i, 7");
  assert.match(ask("pi:1"), /^page i of the book has no line of the text\n/);
  assert.equal(ask("z3:1"), "no zine has been built\nnpm run build makes it");
  assert.equal(ask("p7:1", null), "no book has been built\nnpm run build makes it");
  assert.match(ask("01-low.md:10"), /^line 10 is empty\nline 7: # Low Water\nline 9: The water went out/);
  assert.match(ask("01-low.md:99"), /^chapters\/01-low\.md has 11 lines\n/);
  assert.match(ask("01-lov.md:9"), /^the book has no file 01-lov\.md\nthere is 01-low\.md$/);
  assert.equal(ask("#term-evenimg"), "the book has no #term-evenimg\nthere is #term-evening");
  assert.match(ask("page seven"), /^“page seven” names no place\n/);
});
