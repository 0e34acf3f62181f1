import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseTheme, type Room } from "./theme.ts";

const file = "templates/zine/zine.yaml";
const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const page = (room: Room | string | null) => {
  const { value, diagnostics } = parseTheme({ file, text }, room);
  assert.deepEqual(diagnostics, []);
  return value!;
};

test("a zine takes the theme's own page where it fits, else the largest that does", () => {
  assert.equal(page({ width: 396, height: 595.28 }).page.name, "half-sheet");
  assert.equal(page({ width: 421, height: 595.28 }).page.name, "half-sheet");
  assert.equal(page({ width: 297.64, height: 396 }).page.name, "quarter-sheet");
  assert.equal(page({ width: 198, height: 297.64 }).page.name, "eighth-sheet");
  assert.equal(page({ width: 100, height: 100 }).page.name, "half-sheet");
});

test("a size replaces what the theme says for all", () => {
  assert.equal(page("half-sheet").chapter.titleSize, 18);
  assert.equal(page("eighth-sheet").chapter.titleSize, 11);
  assert.equal(page("eighth-sheet").heads.left, "none");
});

test("the mini theme reads", () => {
  const name = "templates/zine/mini.yaml";
  const mini = readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
  const { value, diagnostics } = parseTheme({ file: name, text: mini });
  assert.deepEqual(diagnostics, []);
  assert.equal(value?.page.name, "eighth-sheet");
});
