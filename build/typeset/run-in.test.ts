import assert from "node:assert/strict";
import { test } from "node:test";
import { chapter, MATERIALS, note, paragraph, readAgain, THEME, wordsOf } from "./fixture.ts";
import { typeset } from "./typeset.ts";

const RUN_IN = { ...THEME, notes: { ...THEME.notes, runIn: true } };
const LONG = wordsOf(30, 4);
const TEXTS = ["Ibid.", "In winter.", "By the clock of the upper town.", LONG, "Ibid., on a Sunday.", "In summer."];

function set(theme: typeof THEME) {
  const words = TEXTS.map((_, i) => `Some words before it^${i + 1} and behind it.`).join(" ");
  const notes = TEXTS.map((each, i) => note(`${i + 1}`, paragraph(each)));
  return typeset(chapter([paragraph(words)], notes), theme, MATERIALS).value;
}

test("short notes run on a line where the theme says so, longer ones stand alone", () => {
  const [page] = set(RUN_IN).bodies;
  const lines = new Map<number, string[]>();
  for (const { kind, y, text } of page!.lines) {
    if (kind === "note") lines.set(y, [...(lines.get(y) ?? []), text.trim()]);
  }
  const [first, ...rest] = [...lines.values()];
  assert.deepEqual(first, TEXTS.slice(0, 3));
  assert.equal(rest.slice(0, -1).flat().join("").replaceAll(" ", ""), LONG.replaceAll(" ", ""));
  assert.deepEqual(rest.at(-1), TEXTS.slice(4));
});

test("what runs on stays inside the measure, behind what it follows, and ends on the page's last line", () => {
  const measure = THEME.page.width - THEME.margins.inner - THEME.margins.outer;
  const [page] = set(RUN_IN).bodies;
  const [alone] = set(THEME).bodies;
  const foot = (body: typeof page): number => Math.max(...body!.lines.map((line) => line.y));
  assert.equal(foot(page), foot(alone));
  const links = page!.marks.filter((mark) => mark.type === "link" && mark.contents.startsWith("back to call"));
  const lefts = links.slice(0, 3).map((mark) => ("x" in mark ? mark.x : 0));
  assert.ok(lefts[0]! < lefts[1]! && lefts[1]! < lefts[2]!, lefts.join());
  assert.ok(lefts[2]! < measure);
});

test("notes that run on are all there, each on the page of its call", () => {
  const words = Array.from({ length: 60 }, (_, i) => paragraph(`${wordsOf(40, i)}^${i + 1} ${wordsOf(20, i + 90)}`));
  const notes = words.map((_, i) => note(`${i + 1}`, paragraph(wordsOf(i % 4 === 3 ? 24 : 3, i + 200))));
  const { value } = typeset(chapter(words, notes), RUN_IN, MATERIALS);
  assert.equal(readAgain(value).notes, notes.map((_, i) => `${wordsOf(i % 4 === 3 ? 24 : 3, i + 200)}\n`).join(""));
  for (const page of value.bodies) {
    const calls = page.marks.flatMap((mark) => (mark.type === "anchor" && /-call$/.test(mark.id) ? [mark.id] : []));
    assert.deepEqual(
      page.notes.filter((each) => each.begins).map((each) => `${each.note}-call`),
      calls,
    );
  }
});
