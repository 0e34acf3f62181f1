import assert from "node:assert/strict";
import { test } from "node:test";
import { learnRanks } from "./ranks.ts";
import { readPlain } from "./read.ts";

function ranksOf(lines: readonly string[], cuts: readonly number[]) {
  return learnRanks(readPlain(lines.join("\n")).sections[0]!, cuts);
}

const TERMS = "Anchor Barge Canal Dock Eyot Ferry Gauge Hull Inlet Jetty Keel Lock Mast Net Oar Pier".split(" ");

test("an alphabetical list goes on with later letters, not with earlier ones", () => {
  const ranks = ranksOf(
    TERMS.map((term) => `${term}: what it means here`),
    [0, 4, 8, 12, 16],
  );
  assert.ok(ranks(1, 2) > 0);
  assert.ok(ranks(2, 1) < 0);
});

test("so does a chronology with later years", () => {
  const ranks = ranksOf(
    TERMS.map((_, i) => `${1901 + i}: the water rose`),
    [0, 4, 8, 12, 16],
  );
  assert.ok(ranks(1, 3) > 0);
  assert.ok(ranks(3, 1) < 0);
});

test("labels that do not rise are no list", () => {
  const ranks = ranksOf(
    TERMS.map((_, i) => `${TERMS[(i * 7) % 16]}: what was said`),
    [0, 4, 8, 12, 16],
  );
  assert.equal(ranks(1, 2), 0);
});
