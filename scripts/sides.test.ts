// Chapters that open on any side are set for the side they stand on.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { bindBook, type Workshop } from "../build/workshop.ts";
import { openBook } from "./books.ts";
import { workshop } from "./supplies.ts";

const folder = mkdtempSync(join(tmpdir(), "sides-"));
after(() => rmSync(folder, { recursive: true }));

const PROSE = "The ferry left the quay at six and came back at seven, with bread for the people of the upper town.\n\n";

test("a chapter is set for the side it opens on", async () => {
  mkdirSync(join(folder, "chapters"));
  writeFileSync(join(folder, "book.yaml"), "title: The Ferry\nauthor: Ada Example\nlang: en-GB\n");
  for (const [i, length] of [30, 45, 18, 40].entries()) {
    writeFileSync(join(folder, "chapters", `${i}.md`), `# Chapter ${i}\n\n${PROSE.repeat(length)}`);
  }
  const { value: opened } = await openBook(folder);
  const shop = workshop({ cache: false });
  const theme = shop.theme("print", "modern", "A6").value!;
  const setFor = new Map<string, string>();
  const watched: Workshop = {
    ...shop,
    typeset(chapter, look, images, notes, before, firstSide) {
      setFor.set(chapter.id, firstSide ?? "recto");
      return shop.typeset(chapter, look, images, notes, before, firstSide);
    },
  };
  const { pages, pageOf } = bindBook(opened!.book, theme, watched, "foot").value;
  const stands = opened!.book.chapters.map(({ id }) => pages[pageOf.get(id)!]!.side);
  assert.ok(stands.includes("verso"), "one opens on a verso");
  assert.deepEqual(
    opened!.book.chapters.map(({ id }) => setFor.get(id)),
    stands,
  );
});
