import assert from "node:assert/strict";
import { test } from "node:test";
import { isRun, type MarkRuns, marksOf, runsOf } from "./numbering.ts";

const read = (runs: MarkRuns): string => [...marksOf(runs)].map(([label, mark]) => `${label}=${mark}`).join(" ");

test("a run of labels stands against a run of numbers, a label against a sign", () => {
  assert.equal(read({ "2-4": "11-13", "ed-1": 14, "tr-1": "*" }), "2=11 3=12 4=13 ed-1=14 tr-1=*");
});

test("runs of two lengths say nothing", () => {
  for (const [labels, marks] of [
    ["1-3", "11-12"],
    ["1-3", "*"],
    ["3-1", "11-13"],
    ["ed-1-3", "11-13"],
    ["1", "first"],
  ] as const) {
    assert.equal(isRun(labels, marks), false, `${labels}: ${marks}`);
  }
});

test("marks are written in the shortest runs, and come back", () => {
  const marks = [
    ["1", "1"],
    ["2", "12"],
    ["3", "13"],
    ["4", "*"],
    ["5", "15"],
    ["ed-1", "14"],
    ["6", "16"],
    ["10", "20"],
    ["8", "18"],
  ] as const;
  const runs = runsOf(new Map(marks));
  assert.deepEqual(
    [...runs],
    [
      ["2-3", "12-13"],
      [4, "*"],
      ["5-6", "15-16"],
      [8, 18],
      [10, 20],
      ["ed-1", 14],
    ],
  );
  const back = marksOf(Object.fromEntries(runs));
  for (const [label, mark] of marks.slice(1)) assert.equal(back.get(label), mark);
});

test("the order in which marks were met changes nothing", () => {
  const marks = [
    ["ed-1", "4"],
    ["10", "2"],
    ["9", "1"],
    ["2", "5"],
  ] as const;
  assert.deepEqual([...runsOf(new Map(marks))], [...runsOf(new Map([...marks].reverse()))]);
  assert.deepEqual(
    [...runsOf(new Map(marks))],
    [
      [2, 5],
      ["9-10", "1-2"],
      ["ed-1", 4],
    ],
  );
});
