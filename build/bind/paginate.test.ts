import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageBody, Setting, Theme } from "../page.ts";
import { findPages, paginate, roman } from "./paginate.ts";

const theme = {
  page: { name: "A5", width: 420, height: 595 },
  margins: { inner: 40, outer: 60, top: 50, bottom: 70 },
} as Theme;

function setting(chapter: string, pages: number, anchors: readonly string[] = []): Setting {
  const bodies: PageBody[] = Array.from({ length: pages }, (_, i) => ({
    marks: i === pages - 1 ? anchors.map((id) => ({ type: "anchor" as const, id, x: 0, y: 0 })) : [],
    depth: 0,
    lines: [],
    notes: [],
  }));
  return {
    chapter,
    role: "chapter",
    title: chapter,
    author: null,
    lang: "en",
    words: [],
    structure: [],
    bodies,
    outline: [],
  };
}

test("a chapter that opens recto leaves the verso before it blank", () => {
  const pages = paginate(
    [
      { setting: setting("a", 1), opening: "recto", numbering: "arabic" },
      { setting: setting("b", 2), opening: "recto", numbering: "arabic" },
    ],
    theme,
  );
  assert.deepEqual(
    pages.map((page) => [page.side, page.folio, page.body?.x ?? "blank"]),
    [
      ["recto", "1", 40],
      ["verso", "2", "blank"],
      ["recto", "3", 40],
      ["verso", "4", 60],
    ],
  );
});

test("front matter is counted in roman, and the text begins at 1 on a recto", () => {
  const pages = paginate(
    [
      { setting: setting("front", 3), opening: "any", numbering: "roman" },
      { setting: setting("text", 1), opening: "any", numbering: "arabic" },
    ],
    theme,
  );
  assert.deepEqual(
    pages.map((page) => page.folio),
    ["i", "ii", "iii", "iv", "1"],
  );
});

test("ids lead to the page of their first anchor, chapters to their first page", () => {
  const settings = [setting("a", 2, ["x"]), setting("b", 1, ["x", "y"])];
  const pages = paginate(
    settings.map((each) => ({ setting: each, opening: "any" as const, numbering: "arabic" as const })),
    theme,
  );
  assert.deepEqual(
    [...findPages(pages, settings)],
    [
      ["a", 0],
      ["x", 1],
      ["b", 2],
      ["y", 2],
    ],
  );
});

test("roman numbers", () => {
  assert.deepEqual([1, 4, 9, 14, 40, 99, 444, 1990].map(roman), [
    "i",
    "iv",
    "ix",
    "xiv",
    "xl",
    "xcix",
    "cdxliv",
    "mcmxc",
  ]);
});
