import assert from "node:assert/strict";
import { test } from "node:test";
import type { ZineOptions } from "../book.ts";
import type { Shape, Side } from "../page.ts";
import { assemblySheet, sheetFormes, steps } from "./assembly.ts";
import { type Imposition, impose, SCHEMES } from "./impose.ts";

/** Every letter is half an em wide and stands for itself. */
const shape: Shape = (text, style) => {
  const words = text.split(" ").map((word) => ({
    face: `${style.family}${style.bold ? "-bold" : ""}`,
    glyphs: [...word].map((_, at) => at),
    advances: [...word].map(() => 500),
    offsets: null,
    unicode: [...word],
    width: 500 * [...word].length,
  }));
  const gaps = words.map((_, at) => (at === words.length - 1 ? -1 : 250));
  return { words, gaps, width: words.reduce((sum, word) => sum + word.width, 250 * (words.length - 1)) };
};

const OPTIONS: ZineOptions = {
  paperThicknessMm: 0.1,
  signature: null,
  flip: "short-edge",
  marks: true,
  fit: "none",
  printerMarginMm: 4,
  photocopier: false,
};

function job(scheme: string, count: number, options: Partial<ZineOptions> = {}, width = 148, height = 198): Imposition {
  const clear = { inner: 30, outer: 30, top: 30, bottom: 30 };
  const request = { scheme, paper: "A4", scale: false, options: { ...OPTIONS, ...options } };
  const sequence = Array.from({ length: count }, (_, at) => at);
  const names = sequence.map((at) => String(at + 1));
  const { value, diagnostics } = impose({ sequence, names, width, height, clear }, request);
  assert.ok(value, JSON.stringify(diagnostics));
  return value;
}

const textOf = ({ marks, words }: Side): string =>
  marks
    .flatMap((mark) => (mark.type === "text" ? mark.words.map((word) => words[word]!.unicode.join("")) : []))
    .join(" ");

test("the sheet names paper, number of sheets, the edge to turn about, and the scale", () => {
  const [printing] = assemblySheet(job("booklet", 30), "A Title", "text", shape);
  const text = textOf(printing!);
  assert.match(text, /A Title/);
  assert.match(text, /8 sheets of A4/);
  assert.match(text, /short edge/);
  assert.match(text, /100 %/);
  assert.match(text, /2 pages stay empty/);
});

test("who turns the paper by hand is told which sides to print when", () => {
  const [printing] = assemblySheet(job("booklet", 16, { flip: "one-sided" }), "A Title", "text", shape);
  assert.match(textOf(printing!), /print sides 1 to 4 .* print sides 5 to 8/);
});

test("steps speak of the pages of this job", () => {
  const texts = steps(job("booklet", 16)).map(({ text }) => text);
  assert.match(texts[0]!, /Lay the 4 sheets .* You see pages 16 and 1\.$/);
  assert.match(texts[1]!, /left half goes behind .* Page 1 stays in front/);
  assert.match(texts[2]!, /at pages 8 and 9/);
});

test("a blank is not named as a page to look for", () => {
  const [first] = steps(job("booklet", 15));
  assert.match(first!.text, /You see page 1\.$/);
});

test("pages are called by the numbers printed on them", () => {
  const made = { ...job("booklet", 8), faces: ["", "ii", "iii", "1", "2", "3", "4", null] };
  const texts = steps(made).map(({ text }) => text);
  assert.match(texts[0]!, /You see the first page, which has no number\.$/);
  assert.match(texts[2]!, /at pages 1 and 2/);
});

test("signatures are told sheet by sheet", () => {
  const texts = steps(job("signatures", 36)).map(({ text }) => text);
  assert.match(texts[0]!, /sheets 1–3; 4–6; 7–9/);
  assert.match(texts[2]!, /Lay the 3 signatures upon one another in their order, the one with the title on top/);
});

test("the pages drawn for each sheet are those that are printed on it", () => {
  for (const { name, limit } of SCHEMES.filter(({ name }) => name !== "single")) {
    const made = job(name, limit ?? 40);
    const drawn = sheetFormes(made).flatMap(({ front, back }) => [front, ...(back ? [back] : [])]);
    for (const [at, side] of made.sides.entries()) {
      const printed = side.placements.map(({ page }) => page + 1).sort((a, b) => a - b);
      const shown = drawn[at]!.cells.flat()
        .map(Math.abs)
        .filter((number) => number > 0 && number <= made.pages);
      assert.deepEqual(
        shown.sort((a, b) => a - b),
        printed,
        `${name}, ${side.label}`,
      );
    }
  }
});

test("nothing on an assembly sheet leaves the paper", () => {
  for (const { name, limit } of SCHEMES.filter(({ name }) => name !== "single")) {
    for (const side of assemblySheet(job(name, limit ?? 44), "A Title", "text", shape)) {
      for (const mark of side.marks) {
        if (mark.type !== "text") continue;
        const width = mark.words.reduce((sum, word) => sum + (side.words[word]!.width * mark.size) / 1000, 0);
        assert.ok(mark.x > 10 && mark.x + width < side.width - 10, `${name}: ${side.label}`);
        assert.ok(mark.y > 10 && mark.y < side.height - 20, `${name}: ${side.label} at ${mark.y}`);
      }
    }
  }
});

test("on the test sheet both arrows point up once the paper is turned as the job needs it", () => {
  const arrow = (side: Side) => {
    const shaft = side.marks.find((mark) => mark.type === "path" && mark.weight === 5);
    assert.ok(shaft?.type === "path");
    const [, y0, , , , , , y1] = shaft.d.match(/-?[\d.]+/g)!.map(Number) as number[];
    return y1! < y0! ? "up" : "down";
  };
  const arrows = (flip: ZineOptions["flip"]) =>
    assemblySheet(job("booklet", 8, { flip }), "T", "text", shape)
      .slice(2)
      .map(arrow);
  assert.deepEqual(arrows("short-edge"), ["up", "up"]);
  assert.deepEqual(arrows("long-edge"), ["up", "down"]);
  assert.deepEqual(arrows("one-sided"), ["up", "up"]);
});
