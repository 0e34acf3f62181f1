import assert from "node:assert/strict";
import { test } from "node:test";
import { takeNotes } from "./bodies.ts";
import type { Candidate } from "./candidates.ts";
import { Citations } from "./citations.ts";
import { deskOf, noteOf, pagesOf, piecesOf } from "./fixture.ts";
import { wantedNotes } from "./wanted.ts";

const TEXT = `Holm says the ferry leaked.— Brandt says it never did.— In My Years on the River— he tells why.

NOTES

1. Holm, The Ferry, 12.

2. Ibid., 14.

3. The Ferry, 15.

4. Brandt, My Years on the River, 3.

5. Ibid., 7.

6. Brandt, My Years on the River, 9.`;

function citations() {
  const { pages, bodies } = takeNotes(pagesOf(TEXT), deskOf(TEXT));
  const pieces = piecesOf(pages);
  const { text } = pieces[0]!.letters;
  const candidates = [...text.matchAll(/—/gu)].map(
    ({ index: start }): Candidate => ({
      piece: 0,
      start,
      end: start + 1,
      form: "dash",
      printed: "—",
      value: null,
      key: "dash",
      prior: 0,
      at: start,
    }),
  );
  return new Citations(pieces, candidates, wantedNotes(pieces, bodies.map(noteOf)));
}

test("who was named last is cited, by name, by ibid. and by a short title", () => {
  const odds = citations();
  for (const note of [0, 1, 2]) assert.ok(odds.odds(note, 0) > odds.odds(note, 1), `note ${note + 1}`);
  for (const note of [3, 4]) assert.ok(odds.odds(note, 1) > odds.odds(note, 0), `note ${note + 1}`);
});

test("a title named just before the place is the one that is cited", () => {
  const odds = citations();
  assert.ok(odds.odds(3, 2) > odds.odds(4, 2) + 2);
});
