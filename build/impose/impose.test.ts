import assert from "node:assert/strict";
import { test } from "node:test";
import type { ZineOptions } from "../book.ts";
import type { Side } from "../page.ts";
import { type ImposeRequest, impose, SCHEMES } from "./impose.ts";
import type { PageSet } from "./pages.ts";

const OPTIONS: ZineOptions = {
  paperThicknessMm: 0.1,
  signature: null,
  flip: "short-edge",
  marks: true,
  fit: "none",
  printerMarginMm: 4,
  photocopier: false,
};
const pages = (count: number, width = 396, height = 595): PageSet => ({
  sequence: Array.from({ length: count }, (_, at) => at),
  names: Array.from({ length: count }, (_, at) => String(at + 1)),
  width,
  height,
  clear: { inner: 30, outer: 30, top: 30, bottom: 30 },
});
const request = (scheme: string, options: Partial<ZineOptions> = {}, paper = "A4"): ImposeRequest => ({
  scheme,
  paper,
  options: { ...OPTIONS, ...options },
  scale: false,
});

/** What stands where: pages counted from 1, row by row; a page on its head has a minus. */
function read(side: Side, columns: number, rows: number): string {
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, () => "."));
  for (const { page, matrix } of side.placements) {
    const onHead = matrix[0] < 0;
    const x = matrix[4] + (onHead ? -1 : 1);
    const y = matrix[5] + (onHead ? -1 : 1);
    cells[Math.floor((y * rows) / side.height)]![Math.floor((x * columns) / side.width)] =
      `${onHead ? "-" : ""}${page + 1}`;
  }
  return cells.map((row) => row.join(" ")).join(" / ");
}

const sidesOf = (count: number, asked: ImposeRequest, set = pages(count)) => {
  const { value, diagnostics } = impose(set, asked);
  assert.deepEqual(diagnostics, []);
  const { columns, rows } = value!.scheme;
  return value!.sides.map((side) => read(side, columns, rows));
};
const codes = (set: PageSet, asked: ImposeRequest) =>
  impose(set, asked).diagnostics.map(({ code, severity }) => `${severity} ${code}`);

test("a booklet of seven pages is two sheets in one another", () => {
  assert.deepEqual(sidesOf(7, request("booklet")), [". 1", "2 7", "6 3", "4 5"]);
});

test("turned about the long edge, the back of a landscape sheet is drawn on its head", () => {
  assert.deepEqual(sidesOf(4, request("booklet", { flip: "long-edge" })), ["4 1", "-3 -2"]);
});

test("one-sided printing gives all fronts, then all backs in the same order", () => {
  assert.deepEqual(sidesOf(8, request("booklet", { flip: "one-sided" })), ["8 1", "6 3", "2 7", "4 5"]);
});

test("signatures are as equal as can be", () => {
  const { value } = impose(pages(36), request("signatures", { signature: 16 }));
  assert.deepEqual(value?.recipe.gather, [3, 3, 3]);
  const { value: odd } = impose(pages(41), request("signatures", { signature: 16 }));
  assert.deepEqual(odd?.recipe.gather, [4, 4, 3]);
  assert.equal(odd?.blanks, 3);
});

test("a quarto lies on a portrait sheet, whose long edges are the vertical ones", () => {
  const small = pages(8, 290, 400);
  assert.deepEqual(sidesOf(8, request("quarto", { flip: "long-edge", signature: 8 }), small), [
    "-5 -4 / 8 1",
    "-3 -6 / 2 7",
  ]);
});

test("cut and stack counts down the left pile, then down the right one", () => {
  assert.deepEqual(sidesOf(10, request("stack")), ["1 7", "8 2", "3 9", "10 4", "5 .", ". 6"]);
});

test("a blank in the sequence moves the pages after it", () => {
  const set = { ...pages(6), sequence: [null, null, 0, 1, 2, 3, 4, 5] };
  assert.deepEqual(sidesOf(6, request("booklet"), set), ["6 .", ". 5", "4 1", "2 3"]);
});

test("creep moves outer pages out and inner pages in, by half of the whole each", () => {
  const { value } = impose(pages(12, 400), request("booklet", { paperThicknessMm: 0.2 }));
  const middle = value!.sheetWidth / 2;
  const rectos = value!.sides.flatMap((side) => side.placements).filter(({ page }) => page % 2 === 0);
  const shifts = rectos.map(({ page, matrix }) => [page + 1, Math.round((matrix[4] - middle) * 1000) / 1000]);
  const step = Math.round(((0.2 * 72) / 25.4) * 1000) / 1000;
  assert.deepEqual(shifts, [
    [1, step],
    [11, step],
    [3, 0],
    [9, 0],
    [5, -step],
    [7, -step],
  ]);
});

test("what cannot be made is a diagnostic that says what would work", () => {
  const [unknown] = impose(pages(8), request("boklet")).diagnostics;
  assert.equal(unknown?.code, "zine/scheme");
  assert.equal(unknown?.hints[0], "did you mean booklet?");
  assert.deepEqual(codes(pages(8), request("booklet", {}, "A9")), ["error zine/paper"]);
  assert.deepEqual(codes(pages(9, 200, 290), request("mini-8")), ["error zine/pages"]);
  assert.deepEqual(codes(pages(0), request("booklet")), ["error zine/pages"]);
  assert.deepEqual(codes(pages(8), request("booklet", { paperThicknessMm: 0 })), ["error zine/thickness"]);
  assert.deepEqual(codes(pages(8), request("booklet", { paperThicknessMm: 1000 })), ["error zine/thickness"]);
  assert.deepEqual(codes(pages(900), request("booklet", { paperThicknessMm: 0.3 })), ["error zine/thickness"]);
  assert.deepEqual(codes(pages(200), request("booklet")), ["warning zine/thickness"]);
  assert.deepEqual(codes(pages(8), request("booklet", { printerMarginMm: 200 })), ["error zine/margin"]);
  assert.deepEqual(codes(pages(8), request("booklet", { printerMarginMm: 20 })), ["error zine/margin"]);
  assert.deepEqual(codes(pages(8, 500), request("booklet")), ["error zine/size"]);
  assert.deepEqual(codes(pages(8), request("signatures", { signature: 10 })), ["error zine/signature"]);
});

test("a page that is too large is made smaller only if that is asked for", () => {
  const { value } = impose(pages(4, 842, 1190), { ...request("booklet"), scale: true });
  const scale = value!.sides[0]!.placements[0]!.matrix[0];
  assert.ok(Math.abs(scale - 841.89 / 2 / 842) < 1e-3);
});

test("every scheme says something of itself under its own name", () => {
  assert.equal(new Set(SCHEMES.map((scheme) => scheme.name)).size, SCHEMES.length);
});
