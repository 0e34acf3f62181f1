import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { authorOf, takeNotes } from "./bodies.ts";
import { deskOf, pagesOf, showPages } from "./fixture.ts";

const CASES = readFileSync(new URL("./cases/bodies.txt", import.meta.url), "utf8");

for (const block of CASES.trimEnd().split(/\n\n(?=# )/u)) {
  const [head = "", ...lines] = block.split("\n");
  const dot = lines.indexOf(".");
  test(head.slice(2), () => {
    const input = lines.slice(0, dot).join("\n");
    const { pages, bodies } = takeNotes(pagesOf(input), deskOf(input));
    const notes = bodies.map((body) => `${body.marker.text}: ${body.lines.map((line) => line.letters.text).join(" ")}`);
    assert.equal([showPages(pages), "---", ...notes].join("\n"), lines.slice(dot + 1).join("\n"));
  });
}

test("whose a note is stands at its end or head", () => {
  assert.equal(authorOf("A free rendering of the word.—_Trans._"), "translator");
  assert.equal(authorOf("Timetable of 1911. (Note by English editor.)"), "editor");
  assert.equal(authorOf("[Editor’s note: the bell is lost.]"), "editor");
  assert.equal(authorOf("Ada Example, ed., The Long Winter (Harbour: Quay, 1911)."), "author");
});
