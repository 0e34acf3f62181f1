import assert from "node:assert/strict";
import { test } from "node:test";
import { Letters, MARK, type NoteText } from "../flow.ts";
import { deskOf, pagesOf, piecesOf } from "./fixture.ts";
import type { Wanted } from "./wanted.ts";
import { writeCalls } from "./write.ts";

const NOTE: NoteText = {
  marker: Letters.made("°"),
  lines: [],
  pieces: [],
  page: 0,
  place: "foot",
  by: "author",
  beside: null,
};

/** The text with calls where its braces stand, which hold what was read for them. */
function called(text: string, misread: boolean): string {
  const plain = text.replace(/[{}]/g, "");
  const known = new Set(["but", "nobody"]);
  const desk = { ...deskOf(plain), lexicon: { langs: ["en"], has: (word: string) => known.has(word) } };
  const found = [...text.matchAll(/\{(.*?)\}/g)];
  const placings = found.map(({ index, 1: sign }, i) => {
    const start = index - 2 * i;
    return {
      wanted: i,
      piece: 0,
      start,
      end: start + sign!.length,
      rule: "notes/call-noise" as const,
      confidence: 0.8,
    };
  });
  const wanted = found.map((): Wanted => {
    const topic = new Set<string>();
    return {
      note: NOTE,
      value: null,
      symbol: null,
      misread,
      expected: null,
      chapter: 0,
      from: 0,
      to: 1,
      topic,
      opening: new Set<string>(),
      kind: null,
    };
  });
  const { pieces } = writeCalls(piecesOf(pagesOf(plain)), wanted, placings, [], new Set(), desk);
  return pieces[0]!.letters.text.replaceAll(MARK.callOpen, "[").replaceAll(MARK.callClose, "]");
}

test("a sign that was read for a stop and its call gives the stop back", () => {
  assert.equal(
    called("The ice was late{?} But the ferry left{’}", true),
    "The ice was late.[1] But the ferry left.[2]",
  );
});

test("a sign behind a stop, before a name, inside a sentence, or in a clean text is a call alone", () => {
  assert.equal(called("It was late.{’} Nobody came", true), "It was late.[1] Nobody came");
  assert.equal(called("The guild{’} Harbour had", true), "The guild[1] Harbour had");
  assert.equal(called("The guild{’} of the harbour", true), "The guild[1] of the harbour");
  assert.equal(called("It was late{*} But", false), "It was late[1] But");
});
