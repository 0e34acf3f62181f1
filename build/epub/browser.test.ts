// The book in a real browser: a note, a glossary term and a page of the printed edition are tapped, and the right words seen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { everything, inputFor, pages } from "./fixture.ts";
import { chromiumPath, startReader } from "./foliate.fixture.ts";
import { writeEpub } from "./write.ts";

const chromium = chromiumPath();
const skip = chromium === null && process.env.CI !== "true" ? "there is no Chromium on this machine" : false;

test("in foliate-js a note and a term pop up, a page-list entry leads to its page, and nothing is fetched", {
  skip,
}, async () => {
  assert.ok(chromium, "CI needs Chromium");
  const epub = await writeEpub(inputFor(everything(), { pageList: pages(), printSource: "harbour.pdf" }));
  const reader = await startReader(epub, chromium);
  try {
    const book = await reader.open();
    await book.goTo("OEBPS/harbour.xhtml");
    const note = await book.tap("harbour-note-2-call");
    assert.equal(note.type, "footnote");
    assert.equal(note.text, "2 Ibid., p. 4.Note 1: Log of the council, Minutes, p. 3. ←");
    const term = await book.tap("harbour-zemstvo");
    assert.match(term.text, /^Zemstvo \(1864–1918\)An elected council of a district\. In: The harbour$/);
    const list = await book.pageList();
    assert.deepEqual(
      list.map(({ label }) => label),
      ["v", "1", "2", "3"],
    );
    await book.goTo(list[3]!.href);
    const there = await book.where();
    assert.equal(there.page, "3");
    assert.match(there.text, /^(Thaw)?(Cy Model)? ?See March and the ice tables\./);
    assert.deepEqual(book.foreign, []);
  } finally {
    await reader.close();
  }
});
