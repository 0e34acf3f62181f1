import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersOf, runsOf } from "./numbering.ts";

const entries = (runs: Readonly<Record<string, string | number>>) =>
  [...(numbersOf(runs) ?? [])].map(([label, number]) => `${label}=${number}`).join(" ");

test("a run of labels stands against a run of numbers", () => {
  assert.equal(entries({ "1-3": "11-13", 4: 15, "ed-1": 14 }), "4=15 1=11 2=12 3=13 ed-1=14");
});

test("runs of two lengths say nothing", () => {
  assert.equal(numbersOf({ "1-3": "11-12" }), null);
  assert.equal(numbersOf({ "3-1": "11-13" }), null);
  assert.equal(numbersOf({ "ed-1-3": "11-13" }), null);
});

test("numbers are written in the shortest runs, and come back", () => {
  const numbers = new Map([
    ["1", 1],
    ["2", 12],
    ["3", 13],
    ["4", 15],
    ["ed-1", 14],
    ["5", 16],
    ["7", 18],
  ]);
  const runs = runsOf(numbers);
  assert.deepEqual(
    [...runs],
    [
      ["2-3", "12-13"],
      [4, 15],
      ["ed-1", 14],
      [5, 16],
      [7, 18],
    ],
  );
  const back = numbersOf(Object.fromEntries(runs));
  for (const [label, number] of numbers) if (label !== "1") assert.equal(back?.get(label), number);
});
