// A little book of every kind of block on small pages, read by poppler's pdftotext.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeProducts } from "../build/pipeline.ts";
import { openBook } from "./books.ts";
import { compareWords, pagesByPdftotext } from "./pdftotext.ts";
import { workshop } from "./supplies.ts";

const folder = mkdtempSync(join(tmpdir(), "pdftotext-test-"));
after(() => rmSync(folder, { recursive: true }));

const PROSE =
  "The harbourmaster’s office overlooked the quay, and its occupants, incomprehensibly, counted everything: fishing-boats, " +
  "half-empty barrels—even the gulls; “efficient” officials, said the baffled schoolmistress, find their justification.";
const CHAPTER = `# The Quay

${`${PROSE} It was so.[^1] ${PROSE}\n\n`.repeat(1)}${`${PROSE} ${PROSE}\n\n`.repeat(5)}
> ${PROSE}

1. a first item, *with italics*
2. a second one[^2]

| Year | Ships |
|------|-------|
| 1901 | twelve of them |

${`${PROSE} See https://www.example.org/a/rather/long-address?of=the&harbour=office for more.[^3]\n\n`.repeat(1)}
[^1]: ${`${PROSE} `.repeat(6)}
[^2]: Nobody had asked.
[^3]: A call before a stop.
`;

test("pdftotext reads every word of chapters and notes once and in order", async (t) => {
  mkdirSync(join(folder, "chapters"));
  writeFileSync(
    join(folder, "book.yaml"),
    "title: The Quay\nauthor: Ada Example\nlang: en-GB\nproducts:\n  pdf: { page: A6 }\n",
  );
  writeFileSync(join(folder, "chapters", "01.md"), CHAPTER);
  const { value: opened, diagnostics } = await openBook(folder);
  assert.ok(opened, JSON.stringify(diagnostics));
  const made = await makeProducts(opened, workshop({ cache: false }), new Set(["pdf"]));
  const [pdf] = [...made.value.files.values()];
  const pages = pagesByPdftotext(pdf!);
  if (pages === null) return t.skip("pdftotext is not installed");
  const { chapters } = opened.book;
  assert.deepEqual(compareWords(chapters, made.value.print!, pages), []);
  const lost = pages.map((page) => page.replace("Nobody had asked.", "Nobody asked."));
  assert.match(compareWords(chapters, made.value.print!, lost).join(), /says “2 Nobody asked\./);
  const joined = pages.map((page) => page.replace("a second one", "asecond one"));
  assert.match(compareWords(chapters, made.value.print!, joined).join(), /says “asecond one/);
});
