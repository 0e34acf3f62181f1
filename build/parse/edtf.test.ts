import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEdtf } from "./edtf.ts";

const span = { file: "timeline.yaml", start: 0, end: 1 };
const printed = (text: string): string | undefined => parseEdtf(text, span).value?.text;

test("dates are printed as people write them", () => {
  const expected: Record<string, string> = {
    "1917": "1917",
    "1917-02": "February 1917",
    "1917-02-23": "23 February 1917",
    "1917-10~": "about October 1917",
    "1917?": "1917 (?)",
    "1917%": "about 1917 (?)",
    "191X": "1910s",
    "18XX": "1800s",
    "1917-21": "spring 1917",
    "1918/1921": "1918–1921",
    "1917-02-23/1917-02-27": "23–27 February 1917",
    "1917-10/1917-11": "October–November 1917",
    "1917-12/1918-01": "December 1917 – January 1918",
    "1917-10~/1918": "about October 1917 – 1918",
    "1918/..": "from 1918",
    "../1861": "until 1861",
  };
  for (const [edtf, text] of Object.entries(expected)) assert.equal(printed(edtf), text, edtf);
});

test("a date knows its first and last day, and whether a machine can read it", () => {
  const day = parseEdtf("1970-01-02", span).value;
  assert.deepEqual([day?.first, day?.last, day?.machine], [1, 1, "1970-01-02"]);
  const year = parseEdtf("1970~", span).value;
  assert.deepEqual([year?.first, year?.last, year?.machine, year?.uncertain], [0, 364, null, true]);
});

test("what is no date, or ends before it begins, is an error with a hint", () => {
  assert.equal(parseEdtf("spring of 1917", span).diagnostics[0]?.code, "date/invalid");
  assert.equal(parseEdtf("1917-13", span).diagnostics[0]?.code, "date/invalid");
  assert.equal(parseEdtf("1921/1918", span).diagnostics[0]?.code, "date/order");
});
