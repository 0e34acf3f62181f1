import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bound, Page, Shape, Theme } from "../page.ts";
import { fillSheets } from "./fill.ts";

const shape: Shape = () => ({ words: [], gaps: [], width: 0 });

function bound(count: number, blanks: Theme["blanks"]): Bound {
  const theme = {
    page: { name: "test", width: 396, height: 595 },
    margins: { inner: 40, outer: 40, top: 50, bottom: 60 },
    faces: { text: "text", display: "text" },
    text: { size: 10, leading: 13 },
    blanks,
  } as Theme;
  const pages = Array.from({ length: count }, (_, index) => ({ index }) as Page);
  return { theme, settings: [], pages, outline: [], pageOf: new Map() };
}

const filled = (count: number, multiple: number, blanks: Theme["blanks"]) => {
  const { bound: result, sequence } = fillSheets(bound(count, blanks), multiple, "Notes", shape);
  return `${sequence.map((page) => page ?? "–").join(" ")} of ${result.pages.length}`;
};

test("blanks stand at the end unless the theme says otherwise", () => {
  assert.equal(filled(5, 4, null), "0 1 2 3 4 – – – of 5");
  assert.equal(filled(8, 4, "notes"), "0 1 2 3 4 5 6 7 of 8");
});

test("pages for notes leave the outer back plain", () => {
  assert.equal(filled(5, 4, "notes"), "0 1 2 3 4 5 6 – of 7");
  assert.equal(filled(7, 4, "notes"), "0 1 2 3 4 5 6 – of 7");
  const { bound: result } = fillSheets(bound(5, "notes"), 4, "Notes", shape);
  const [, , , , , verso, recto] = result.pages;
  assert.deepEqual([verso!.side, recto!.side], ["verso", "recto"]);
  assert.ok(verso!.furniture.length > 10);
});

test("endpapers come in leaves, so that no page changes its side", () => {
  assert.equal(filled(4, 8, "endpapers"), "– – 0 1 2 3 – – of 4");
  assert.equal(filled(5, 8, "endpapers"), "0 1 2 3 4 – – – of 5");
});
