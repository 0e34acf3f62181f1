import assert from "node:assert/strict";
import { test } from "node:test";
import { countNotes } from "./counted.ts";
import { pagesOf } from "./fixture.ts";
import { markerOf } from "./markers.ts";
import type { ZoneLine } from "./zones.ts";

const WORDS = new Set(["quoted", "by", "of", "the", "office"]);

/** Each page's lines, all of them notes; where a note begins: its number, what its mark is, and its first word. */
function counted(text: string, headed = false): string[] {
  const zones = pagesOf(text).map(({ lines, index }) => ({
    lines: lines.map((line, i): ZoneLine => {
      const { text } = line.letters;
      const marker = markerOf(text);
      return { line, text, page: index, marker, first: false, last: i === lines.length - 1, heading: false };
    }),
    headed,
    foot: !headed,
  }));
  const found = countNotes(zones, { body: 20, note: null }, (word) => WORDS.has(word));
  return zones.flatMap(({ lines }) =>
    lines.flatMap((each) => {
      const begins = found.get(each);
      if (begins === undefined) return [];
      const rest = each.text.slice(begins.length).split(" ")[0];
      return [`${begins.number} ${each.text.slice(0, begins.length).trim()}: ${rest}`];
    }),
  );
}

test("signs, letters and lost marks are read by the number that is due", () => {
  const text = `
    'Quay, The Long Winter, p. 4.
    2Ibid., p. 9.
    =
    Mill and Bell, p. 11.
    ‘quoted by Tull, Bells of the North and of,
    the South, p. 12.
    =
    SIbid., p. 13.
    °Op. cit., p. 14.
    7 Quay, p. 15.`;
  assert.deepEqual(counted(text), [
    "1 ': Quay,",
    "2 2: Ibid.,",
    "3 : Mill",
    "4 ‘: quoted",
    "5 S: Ibid.,",
    "6 °: Op.",
    "7 7: Quay,",
  ]);
});

test("notes that were lost leave their numbers out", () => {
  const text = "1Quay, p. 4.\n2Ibid., p. 9.\n=\n4Mill, p. 2.\n5Bell, p. 3.\n6Ibid., p. 9.";
  assert.deepEqual(counted(text).slice(2), ["4 4: Mill,", "5 5: Bell,", "6 6: Ibid.,"]);
});

test("numbers begin anew on each page where the figures that can be read say so", () => {
  const page = "1Quay, p. 4.\n°Ibid., p. 9.";
  assert.deepEqual(
    counted([page, page, page, "‘Mill, p. 7.\n2Bell, p. 8."].join("\n=\n")).map((each) => each.split(" ")[0]),
    ["1", "2", "1", "2", "1", "2", "1", "2"],
  );
});

test("numbers begin anew under a heading", () => {
  assert.deepEqual(
    counted("1Quay, p. 4.\n2Ibid., p. 9.\n=\n‘Mill, p. 7.\n2Bell, p. 8.", true).map((each) => each.split(" ")[0]),
    ["1", "2", "1", "2"],
  );
});
