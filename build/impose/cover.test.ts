import assert from "node:assert/strict";
import { test } from "node:test";
import type { ZineOptions } from "../book.ts";
import type { Outline, Shape } from "../page.ts";
import { coverSheet, spineWidth } from "./cover.ts";
import { type Imposition, impose } from "./impose.ts";

const shape: Shape = (text) => ({ words: [], gaps: [], width: text.length * 500 });
/** One stroke from the left end of the line to its right end, a size high. */
const outline: Outline = (text, _style, size) => {
  const width = text.length * 0.5 * size;
  return { d: `M0 0L${width} ${-size}Z`, width };
};
const press = { family: "text", shape, outline };
const TEXT = { title: "A Title", subtitle: null, people: ["Ada"], description: null, foot: null };
const MM = 72 / 25.4;

function job(scheme: string, count: number, paper: string, thickness = 0.1): Imposition {
  const options: ZineOptions = {
    paperThicknessMm: thickness,
    signature: null,
    flip: "short-edge",
    marks: true,
    fit: "none",
    printerMarginMm: 4,
    photocopier: false,
  };
  const sequence = Array.from({ length: count }, (_, at) => at);
  const clear = { inner: 30, outer: 30, top: 30, bottom: 30 };
  const { value } = impose(
    { sequence, names: sequence.map(String), width: 396, height: 595, clear },
    { scheme, paper, options, scale: false },
  );
  return value!;
}

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 0.01, `${a} is not ${b}`);

test("the spine is as thick as the leaves, thread swells it, a stapled fold has none", () => {
  near(spineWidth(job("perfect", 100, "A4")), 50 * 0.1 * MM);
  near(spineWidth(job("perfect", 97, "A4")), 50 * 0.1 * MM);
  near(spineWidth(job("signatures", 100, "A4")), 50 * 0.1 * MM * 1.1);
  assert.equal(spineWidth(job("booklet", 40, "A4")), 0);
});

test("back, spine and front lie side by side in the middle of the sheet", () => {
  const made = job("perfect", 120, "A4");
  const { value, diagnostics } = coverSheet(made, TEXT, { image: "c.svg", width: 100, height: 100 }, press);
  assert.deepEqual(diagnostics, []);
  near(value!.page.width, 2 * 396 + 6 * MM);
  near(value!.side.trim!.x, (841.89 - value!.page.width) / 2);
  const image = value!.page.furniture.find((mark) => mark.type === "image");
  near(image!.x + (image as { width: number }).width / 2, 396 + 6 * MM + 198);
});

test("the title runs down the spine, within it", () => {
  const { value } = coverSheet(job("perfect", 200, "A3"), TEXT, null, press);
  const title = value!.page.furniture.find((mark) => mark.type === "path" && mark.fill === 0 && mark.stroke === null);
  assert.ok(title?.type === "path");
  const [x0, y0, x1, y1] = title.d.match(/-?[\d.]+/g)!.map(Number) as [number, number, number, number];
  assert.ok(y1 > y0, "the line ends below where it begins");
  assert.ok(x1 > x0, "the heads of its letters are to the right");
  assert.ok(x0 > 396 && x1 < 396 + 10 * MM, "the letters stand on the spine");
});

test("a cover too wide for the zine's paper is drawn for the next one of that part of the world", () => {
  const letter = coverSheet(job("perfect", 120, "Letter"), TEXT, null, press);
  assert.equal(letter.value?.paper.name, "Legal");
  assert.deepEqual(
    letter.diagnostics.map(({ code }) => code),
    ["zine/cover"],
  );
  const thick = coverSheet(job("perfect", 900, "Letter", 0.5), TEXT, null, press);
  assert.equal(thick.value, null);
});
