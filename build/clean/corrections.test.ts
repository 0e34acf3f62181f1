import assert from "node:assert/strict";
import { test } from "node:test";
import { type Correction, correct, harvest, nearestText } from "./corrections.ts";

const MADE = `# The Ferry

The ferry left at six, as it did each day.[^1] Nobody waved.

The boatman said the river was low. The boatman was often rigth.

[^1]: Timetable of the harbour office.
`;

const one = (before: string, after: string): Correction => ({
  chapter: "01-ferry.md",
  before,
  after,
  reason: null,
  span: null,
});

test("a correction is made where its words stand once", () => {
  const { value, diagnostics } = correct("01-ferry.md", MADE, [one("often rigth", "often right")]);
  assert.deepEqual(diagnostics, []);
  assert.ok(value.includes("was often right."));
});

test("corrections of other chapters are passed over", () => {
  const { value, diagnostics } = correct("02-storm.md", MADE, [one("often rigth", "often right")]);
  assert.equal(value, MADE);
  assert.deepEqual(diagnostics, []);
});

test("words that stand nowhere are an error that names the nearest text", () => {
  const { value, diagnostics } = correct("01-ferry.md", MADE, [one("the river was deep", "the river was low")]);
  assert.equal(value, MADE);
  assert.equal(diagnostics[0]?.code, "correction/missing");
  assert.deepEqual(diagnostics[0]?.hints, ["the nearest text is “the river was low”"]);
});

test("words that stand twice are an error", () => {
  const { diagnostics } = correct("01-ferry.md", MADE, [one("The boatman", "The ferryman")]);
  assert.equal(diagnostics[0]?.code, "correction/ambiguous");
});

test("corrections that overlap are an error, whatever their order", () => {
  const pair = [one("was often rigth", "was often right"), one("boatman was often", "ferryman was often")];
  assert.equal(correct("01-ferry.md", MADE, pair).diagnostics[0]?.code, "correction/overlap");
  assert.equal(correct("01-ferry.md", MADE, [...pair].reverse()).diagnostics[0]?.code, "correction/overlap");
});

test("nearest text: nothing shared is nothing near", () => {
  assert.equal(nearestText("a b c", "xyz"), null);
});

const EDITS: readonly (readonly [string, (text: string) => string])[] = [
  ["a word changed", (text) => text.replace("rigth", "right")],
  ["a word that stands twice, changed once", (text) => text.replace("The boatman was", "The ferryman was")],
  ["both of them changed", (text) => text.replaceAll("boatman", "ferryman")],
  ["a word put in", (text) => text.replace("Nobody waved", "Nobody ever waved")],
  ["words taken out", (text) => text.replace(", as it did each day", "")],
  ["a paragraph put in", (text) => text.replace("\n\nThe boatman", "\n\nA gull cried.\n\nThe boatman")],
  ["two paragraphs joined", (text) => text.replace("waved.\n\nThe", "waved. The")],
  ["the last line end gone", (text) => text.trimEnd()],
  ["something at the very beginning", (text) => `---\nyear: 1911\n---\n${text}`],
  ["a blank doubled", (text) => text.replace("left at", "left  at")],
  ["another text altogether", () => "# Nothing\n\nof the kind\n"],
  ["all gone", () => ""],
];

for (const [name, edit] of EDITS) {
  test(`harvested corrections give the edited chapter back byte for byte: ${name}`, () => {
    const edited = edit(MADE);
    const corrections = harvest("01-ferry.md", MADE, edited);
    const { value, diagnostics } = correct("01-ferry.md", MADE, corrections);
    assert.deepEqual(diagnostics, []);
    assert.equal(value, edited);
  });
}

test("a harvested correction is a few words long, and whole words", () => {
  const [correction, ...rest] = harvest("01-ferry.md", MADE, MADE.replace("rigth", "right"));
  assert.deepEqual(rest, []);
  assert.equal(correction?.before, "often rigth.");
  assert.equal(correction?.after, "often right.");
});

test("a correction that still holds is kept as it was written, with its reason", () => {
  const old = { ...one("The boatman was often rigth", "The boatman was often right"), reason: "misprint" };
  const edited = MADE.replace("rigth", "right").replace("at six", "at seven");
  const corrections = harvest("01-ferry.md", MADE, edited, [old]);
  assert.deepEqual(corrections[1], old);
  assert.equal(corrections.length, 2);
  assert.equal(correct("01-ferry.md", MADE, corrections).value, edited);
});

test("a correction that was edited again hands its reason on", () => {
  const old = { ...one("often rigth", "often right"), reason: "misprint" };
  const edited = MADE.replace("often rigth", "often in the right");
  const corrections = harvest("01-ferry.md", MADE, edited, [old]);
  assert.equal(corrections.length, 1);
  assert.equal(corrections[0]?.reason, "misprint");
  assert.equal(correct("01-ferry.md", MADE, corrections).value, edited);
});
