import assert from "node:assert/strict";
import { test } from "node:test";
import { closingNotes, endInArrows } from "./closing.ts";
import { pagesOf } from "./fixture.ts";
import { markerOf } from "./markers.ts";
import type { ZoneLine } from "./zones.ts";

const LIST = ["1. The harbour office.", "2. The clerk kept two books.", "3. See the timetable."];

/** How many of the closing lines are notes, with the list as the notes so far. */
function closing(body: readonly string[], list: readonly string[]): number {
  const lines = [...body, ...list];
  const zoned = pagesOf(lines.join("\n")).flatMap(({ lines }) => lines);
  const all = zoned.map((line, i): ZoneLine => {
    const { text } = line.letters;
    return { line, text, page: 0, marker: markerOf(text), first: i === 0, last: false, heading: false };
  });
  return closingNotes(
    all,
    lines.map((_, i) => i >= body.length),
  ).size;
}

test("a list at the end holds notes where the text has signs that were calls", () => {
  assert.equal(closing(["The ferry left at six.* Nobody on the", "quay® said a word of it."], LIST), 3);
  assert.equal(closing(["The ferry left at six. Nobody on the", "quay said a word of it."], LIST), 0);
});

test("a list at the end holds notes where its items end in what were arrows", () => {
  assert.equal(
    closing(
      ["The ferry left at six."],
      LIST.map((line) => `${line} ©`),
    ),
    3,
  );
  assert.equal(closing(["The ferry left at six."], ["2. The clerk. ©", "3. The bell. ©", "5. The mill. ©"]), 0);
});

test("single notes may end in a figure, many do not", () => {
  assert.ok(endInArrows(["to live. ©", "in 1886.2", "colony.&", "a guild", "of all."]));
  assert.ok(!endInArrows(["to live.", "in Section 2", "colony.", "of p. 9", "of all."]));
});
