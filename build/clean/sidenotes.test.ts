import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlain } from "./read.ts";
import { gatherSideNotes } from "./sidenotes.ts";

/** Runs by the side of the sheet they stand on. */
function gatheredOn(sides: readonly number[], runs: readonly string[]): string[][] {
  // one source, so that the lines know their order in it
  const sections = readPlain(runs.join("\f")).sections;
  const sideOf = new Map(sections.flatMap((run, i) => run.map((line) => [line, sides[i]!] as const)));
  return gatherSideNotes({ inOrder: sections, sideOf }).map((run) => run.map(({ letters }) => letters.text));
}

function gathered(...runs: string[]): string[][] {
  return gatheredOn(
    runs.map(() => 0),
    runs,
  );
}

test("a note goes to the run that calls it, before notes of higher numbers", () => {
  const first = "It rained.<sup>4</sup> It went on.\n\n<sup>4</sup> A diary.\n\n<sup>9</sup> A letter.";
  const second = "The town slept.<sup>9</sup> So did we.<sup>10</sup>\n\n<sup>10</sup> A song.";
  assert.deepEqual(gathered(first, second), [
    ["It rained.<sup>4</sup> It went on.", "<sup>4</sup> A diary."],
    ["The town slept.<sup>9</sup> So did we.<sup>10</sup>", "<sup>9</sup> A letter.", "<sup>10</sup> A song."],
  ]);
});

test("a note that two runs may call, or none, stays", () => {
  const runs = ["It rained.\n\n<sup>2</sup> A diary.\n\n<sup>3</sup> A song.", "One.<sup>2</sup>", "Two.<sup>2</sup>"];
  assert.deepEqual(gathered(...runs), [
    ["It rained.", "<sup>2</sup> A diary.", "<sup>3</sup> A song."],
    ["One.<sup>2</sup>"],
    ["Two.<sup>2</sup>"],
  ]);
});

test("notes that count by one stand together: one that is called takes the others along", () => {
  const first = "It rained.<sup>4</sup> It went on.";
  const second =
    "The town slept.<sup>9</sup>\n\n<sup>4</sup> A diary.\n\n<sup>5</sup> A song.\n\n<sup>9</sup> A letter.";
  assert.deepEqual(gathered(first, second), [
    ["It rained.<sup>4</sup> It went on.", "<sup>4</sup> A diary.", "<sup>5</sup> A song."],
    ["The town slept.<sup>9</sup>", "<sup>9</sup> A letter."],
  ]);
});

test("notes that neither page of a side calls belong to the page that the called ones do not belong to", () => {
  const runs = [
    "It rained.",
    "Far off.",
    "The town slept.<sup>9</sup>\n\n<sup>4</sup> A diary.\n\n<sup>9</sup> A letter.",
  ];
  assert.deepEqual(gatheredOn([0, 1, 0], runs), [
    ["It rained.", "<sup>4</sup> A diary."],
    ["Far off."],
    ["The town slept.<sup>9</sup>", "<sup>9</sup> A letter."],
  ]);
});

test("raised calls go before figures that look like calls", () => {
  const runs = ["It rained (Winter 9).", "The town slept.<sup>9</sup>", "Far off.\n\n<sup>9</sup> A letter."];
  assert.deepEqual(gathered(...runs)[1], ["The town slept.<sup>9</sup>", "<sup>9</sup> A letter."]);
});

test("the second half of a torn note, read with the next side's text, goes back to it", () => {
  const torn = "It rained.<sup>4</sup>\n\n<sup>4</sup> A diary that he kept until the";
  const rest = "winter of the flood (Quay, 9).\n\nwhen the town slept. It froze.";
  assert.deepEqual(gatheredOn([0, 1, 1], [torn, "and it went on.", rest]), [
    ["It rained.<sup>4</sup>", "<sup>4</sup> A diary that he kept until the", "winter of the flood (Quay, 9)."],
    ["and it went on."],
    ["when the town slept. It froze."],
  ]);
  const whole = "It rained.<sup>4</sup>\n\n<sup>4</sup> A diary.";
  assert.equal(gatheredOn([0, 1, 1], [whole, "and it went on.", rest])[2]!.length, 2);
});
