import assert from "node:assert/strict";
import { test } from "node:test";
import { gatherFeet } from "./feet.ts";
import { readPlain } from "./read.ts";

const TEXT = `the ferry left at six, and nobody on the quay of the
harbour said a word of it to the clerk`;

function gathered(text: string, called: readonly number[]): string {
  const lines = readPlain(text).sections.flat();
  const sorted = gatherFeet(lines, (value) => called.includes(value), { body: null, note: null });
  return sorted.map((line) => line.letters.text).join("\n");
}

test("the figures of two pages go before the notes they stand for", () => {
  const foot = "9\n\n51\n\n10\n\n52\n\nTimetable, p. 4.\nBook of the clerk.\n11\nIbid.\n\nThe Old Mill.\nThe River.";
  const sorted = "9\nTimetable, p. 4.\n10\nBook of the clerk.\n11\nIbid.\n51\nThe Old Mill.\n52\nThe River.";
  assert.equal(gathered(`${TEXT}\n${foot}`, [9, 10, 11, 51, 52]), `${TEXT}\n${sorted}`);
});

test("the higher page’s notes may stand first", () => {
  const foot = "50\n\n12\n\nThe Old Mill, a tale of two\nbrothers.\n13\nTimetable, p. 4.\nBook of the clerk.";
  const sorted = "50\nThe Old Mill, a tale of two\nbrothers.\n12\nTimetable, p. 4.\n13\nBook of the clerk.";
  assert.equal(gathered(`${TEXT}\n${foot}`, [12, 13, 50]), `${TEXT}\n${sorted}`);
});

test("what follows a foot without a figure is the next page’s", () => {
  const text = `${TEXT}\n50\n\nThe Old Mill, p. 5.\n\n${TEXT}\n\n12\n\nIbid.`;
  assert.equal(gathered(text, [50, 12]), text.replace(/\n+/g, "\n"));
});

test("a number that nothing calls marks no note", () => {
  const text = `${TEXT}\n7\n\nThe Old Mill.\nThe River.\n8`;
  assert.equal(gathered(text, []), text.replace(/\n+/g, "\n"));
});
