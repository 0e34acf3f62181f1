import assert from "node:assert/strict";
import { test } from "node:test";
import type { ZineOptions } from "../book.ts";
import { type Imposition, impose, SCHEMES } from "../impose/impose.ts";
import type { Recipe, Side } from "../page.ts";
import { foldSheets, type Print, type PrintedSheet, sheetsOf } from "./fold.ts";

const FLIPS = ["short-edge", "long-edge", "one-sided"] as const;
const CLEAR = { inner: 30, outer: 30, top: 30, bottom: 30 };
const SIZES: Record<string, readonly [number, number]> = {
  quarto: [290, 400],
  octavo: [190, 270],
  "mini-8": [198, 297],
  "mini-14": [140, 200],
  "mini-16": [140, 200],
};
const sizeFor = (scheme: string) => SIZES[scheme] ?? ([396, 595] as const);

function made(scheme: string, count: number, options: Partial<ZineOptions> = {}): Imposition {
  const [width, height] = sizeFor(scheme);
  const { value, diagnostics } = impose(
    {
      sequence: Array.from({ length: count }, (_, at) => at),
      names: Array.from({ length: count }, () => ""),
      width,
      height,
      clear: CLEAR,
    },
    {
      scheme,
      paper: "A4",
      options: {
        paperThicknessMm: 0.05,
        signature: null,
        flip: "short-edge",
        marks: false,
        fit: "none",
        printerMarginMm: 4,
        photocopier: false,
        ...options,
      },
      scale: false,
    },
  );
  assert.ok(value, JSON.stringify(diagnostics));
  return value;
}

function print(side: Side, width: number, height: number): Print[] {
  return side.placements.map(({ page, matrix: [a, , , , e, f] }) =>
    a > 0
      ? { page, x: e, y: f, width, height, upright: true }
      : { page, x: e - width, y: f - height, width, height, upright: false },
  );
}

function printed({ sides, recipe, pageWidth, pageHeight }: Imposition): PrintedSheet[] {
  const read = sides.map((side) => ({ ...side, prints: print(side, pageWidth, pageHeight) }));
  return sheetsOf(read, recipe.printing);
}

/** Everything a reader would find wrong with the zine. */
function faults(job: Imposition): string[] {
  const { faces, problems } = foldSheets(printed(job), job.recipe);
  const found = [...problems];
  if (faces.length !== job.pages + job.blanks) found.push(`${faces.length} faces`);
  const heads = new Set<number>();
  for (const [at, { prints, width, height }] of faces.entries()) {
    const wanted = at < job.pages ? [at] : [];
    if (prints.map(({ print }) => print.page).join() !== wanted.join()) {
      found.push(`face ${at + 1} shows ${prints.map(({ print }) => print.page + 1).join(" and ") || "nothing"}`);
    }
    for (const { upright, x, y } of prints) {
      if (!upright) found.push(`page ${at + 1} stands on its head`);
      heads.add(Math.round(y * 100) / 100);
      const gutter = at % 2 === 0 ? x : width - x - job.pageWidth;
      const room = job.scheme.align === "spine" ? 0 : (width - job.pageWidth) / 2;
      const creep = job.scheme.nested ? creepOf(at, job.recipe, job.scheme.perSheet) : 0;
      if (Math.abs(gutter - room + creep) > 0.01) found.push(`page ${at + 1} stands ${gutter} from the spine`);
      if (Math.abs(y - (height - job.pageHeight) / 2) > 0.01) found.push(`page ${at + 1} stands ${y} from the head`);
    }
  }
  if (heads.size > 1) found.push(`facing pages stand at heights ${[...heads].join()}`);
  return found;
}

/** How far a page must have moved to the spine: leaf pair d of D from the outside by (d − (D − 1)/2) paper thicknesses. */
function creepOf(at: number, recipe: Recipe, perSheet: number): number {
  let base = 0;
  for (const sheets of recipe.gather) {
    const length = sheets * perSheet;
    if (at < base + length) {
      const leaf = Math.floor((at - base) / 2);
      const depth = Math.min(leaf, length / 2 - 1 - leaf);
      return (depth - (length / 4 - 1) / 2) * 0.05 * (72 / 25.4);
    }
    base += length;
  }
  return Number.NaN;
}

for (const scheme of SCHEMES.filter(({ name }) => name !== "single" && name !== "proof-4up")) {
  test(`${scheme.name}: folded, cut and stacked, pages 1 to 128 read in order, upright, at the spine`, () => {
    for (let count = 1; count <= Math.min(128, scheme.limit ?? 128); count += 1) {
      for (const [at, flip] of FLIPS.entries()) {
        // Every signature meets every flip, each at a third of the page counts; the scheme's own signature at all of them.
        const some = (scheme.signatures ?? []).filter((_, index) => (index + count) % 3 === at);
        for (const signature of [null, ...some]) {
          assert.deepEqual(faults(made(scheme.name, count, { flip, signature })), [], `${count} ${flip} ${signature}`);
        }
      }
    }
  });
}

test("a sheet turned about the wrong edge is found out", () => {
  const job = made("booklet", 8);
  const wrong = printed(job).map((sheet) => ({ ...sheet, turnedAbout: "horizontal" as const }));
  const { faces } = foldSheets(wrong, job.recipe);
  assert.equal(faces.filter(({ prints }) => prints.some(({ upright }) => !upright)).length, 4);
});

test("sheets in the wrong order are found out", () => {
  const job = made("booklet", 8);
  const { faces } = foldSheets(printed(job).reverse(), job.recipe);
  assert.deepEqual(
    faces.map(({ prints }) => prints[0]!.print.page + 1),
    [3, 4, 1, 2, 7, 8, 5, 6],
  );
});

test("folding the wrong half behind, or cutting where a fold should be, shows", () => {
  const job = made("booklet", 8);
  const cutInstead: Recipe = { ...job.recipe, together: [{ do: "cut", below: "right", at: 1 / 2 }] };
  assert.match(foldSheets(printed(job), cutInstead).problems.join(), /held by nothing/);
  const offCentre: Recipe = { ...job.recipe, together: [{ do: "fold", move: "left", at: 1 / 3 }] };
  assert.match(foldSheets(printed(job), offCentre).problems.join(), /not lie flush/);
});

test("quarto and octavo say which edges their reader must cut open", () => {
  const bolts = (scheme: string, count: number) => {
    const job = made(scheme, count);
    return foldSheets(printed(job), job.recipe).bolts;
  };
  assert.deepEqual(bolts("booklet", 16), { head: 0, fore: 0, tail: 0 });
  assert.deepEqual(bolts("quarto", 8), { head: 2, fore: 0, tail: 0 });
  assert.deepEqual(bolts("octavo", 16), { head: 4, fore: 2, tail: 0 });
});

test("a mini zine with a slit forgotten or a slit too many cannot be closed", () => {
  const job = made("mini-8", 8);
  const [slit, closing] = job.recipe.each as [Recipe["each"][number], Recipe["each"][number]];
  const faces = (each: Recipe["each"]) => foldSheets(printed(job), { ...job.recipe, each }).faces.length;
  assert.equal(faces([slit, closing]), 8);
  const throughout = {
    do: "slit",
    columns: 4,
    rows: 2,
    lines: [
      [
        [0, 1],
        [4, 1],
      ],
    ],
  } as const;
  assert.equal(faces([throughout, closing]), 1);
});
