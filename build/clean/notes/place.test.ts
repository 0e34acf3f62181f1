import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { MARK } from "../flow.ts";
import { align } from "./align.ts";
import { takeNotes } from "./bodies.ts";
import { deskOf, noteOf, pagesOf, piecesOf } from "./fixture.ts";
import { placeNotes } from "./place.ts";

const CASES = readFileSync(new URL("./cases/calls.txt", import.meta.url), "utf8");

function place(input: string) {
  const desk = deskOf(input);
  const { pages, bodies } = takeNotes(pagesOf(input), desk);
  const { pieces, notes } = placeNotes(piecesOf(pages), bodies.map(noteOf), desk);
  const text = pieces.map((piece) => piece.letters.text).join("\n\n");
  const called = text.replaceAll(MARK.callOpen, "[^").replaceAll(MARK.callClose, "]");
  const listed = notes.map((note) => `${note.label}: ${note.pieces.map((piece) => piece.letters.text).join(" ¶ ")}`);
  return { shown: [called, "---", ...listed].join("\n"), desk };
}

for (const block of CASES.trimEnd().split(/\n\n(?=# [a-z])/u)) {
  const [head = "", ...lines] = block.split("\n");
  const dot = lines.indexOf(".");
  test(head.slice(2), () => {
    assert.equal(place(lines.slice(0, dot).join("\n")).shown, lines.slice(dot + 1).join("\n"));
  });
}

test("a lost call is asked about, with the sentence it was put behind", () => {
  const { desk } = place(
    "It rained.1 He slept.\n\n1 One.\n=\nThe bell rang.\n\n2 Two.\n=\nShe came.3 It froze.\n\n3 Three.",
  );
  const [question] = desk.journal.questions.filter((each) => each.rule === "notes/lost-call");
  assert.deepEqual(question?.candidates, ["here: The bell rang."]);
});

test("alignment keeps the order: of two that cross, the better one wins", () => {
  const gains = [
    [1, 5],
    [6, 1],
  ];
  const { match } = align(
    2,
    () => [0, 2],
    (i, j) => gains[i]![j]!,
    1,
    () => 0,
    2,
  );
  assert.deepEqual([...match], [-1, 0]);
});

test("alignment leaves a body alone where nothing earns its place", () => {
  const { match } = align(
    2,
    () => [0, 1],
    (i) => (i === 1 ? 3 : -9),
    4,
    () => 0,
    1,
  );
  assert.deepEqual([...match], [-1, 0]);
});
