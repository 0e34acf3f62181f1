import assert from "node:assert/strict";
import { test } from "node:test";
import { Letters, type SourceLine } from "./flow.ts";
import { learnKinship } from "./kinship.ts";

function lines(texts: readonly string[]): SourceLine[] {
  return texts.map((text) => ({
    letters: Letters.from(text, 0),
    blankBefore: 0,
    indent: 0,
    trailingBlank: false,
    block: null,
    width: text.length,
    page: 0,
  }));
}

function kinshipOf(texts: readonly string[], cuts: readonly number[], height = 1) {
  return learnKinship(
    lines(texts),
    cuts,
    texts.map(() => height),
    8,
  );
}

const HARBOUR = ["the pilot moored his barge at the quay", "a barge without pilot left the quay by night"];
const ORCHARD = ["grafted pears want a sheltered orchard", "she pruned the pears of that orchard herself"];

test("a page about a harbour goes on with the other page about it, not with the orchard", () => {
  const kinship = kinshipOf([...HARBOUR, ...ORCHARD, ...HARBOUR, ...ORCHARD], [0, 2, 4, 6, 8], 7);
  assert.ok(kinship(1, 2) > 0.5);
  assert.ok(kinship(1, 1) < 0);
});

test("calls that count on are kin, calls that fall back are not", () => {
  const texts = Array.from({ length: 24 }, (_, i) => `${"abcdefghijklmnopqrstuvwx"[i]}.${i + 1}`);
  const kinship = kinshipOf(texts, [0, 8, 16, 24]);
  assert.equal(kinship(1, 1) - kinship(1, 2), 4);
  assert.equal(kinship(1, 1) - kinship(2, 1), 4);
});

test("a first call begins a chapter, and tells nothing of what stands before", () => {
  const texts = Array.from({ length: 24 }, (_, i) => `${"abcdefghijklmnopqrstuvwx"[i]}.${(i % 12) + 1}`);
  const kinship = kinshipOf(texts, [0, 8, 12, 24]);
  assert.equal(kinship(1, 1) - kinship(1, 2), 2.5);
});

test("figures that do not count are no calls", () => {
  const texts = Array.from({ length: 24 }, (_, i) => `${"abcdefghijklmnopqrstuvwx"[i]}.${(i * 7) % 24}`);
  const kinship = kinshipOf(texts, [0, 8, 16, 24]);
  assert.equal(kinship(1, 1), kinship(1, 2));
});
