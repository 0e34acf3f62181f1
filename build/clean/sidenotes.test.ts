import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlain } from "./read.ts";
import { gatherSideNotes } from "./sidenotes.ts";

function gathered(...runs: string[]): string[][] {
  return gatherSideNotes(runs.map((run) => readPlain(run).sections[0]!)).map((run) =>
    run.map(({ letters }) => letters.text),
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
