import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { Meta, ZineOptions } from "../book.ts";
import { impose } from "../impose/impose.ts";
import { pageSet } from "../impose/pages.ts";
import { Sketch } from "../impose/sketch.ts";
import type { Bound, FontTable, Matrix, Page, Side, Theme } from "../page.ts";
import { writePdf } from "../pdf/write.ts";
import { makeShape } from "../typeset/fonts.ts";
import { verifyZine } from "./zine.ts";

const folder = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/eb-garamond/package.json"));
const regular = new Uint8Array(readFileSync(join(folder, "400Regular/EBGaramond_400Regular.ttf")));
const fonts: FontTable = new Map([["eb-garamond", regular]]);
const shape = makeShape(fonts);

const meta: Meta = {
  title: "A Test",
  subtitle: null,
  people: [],
  lang: "en",
  identifier: "urn:test",
  date: "2020-01-01T00:00:00Z",
  rights: null,
  publisher: null,
  description: null,
  series: null,
  subjects: [],
  colophon: [],
  edition: "00000000",
};

const NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Pages that say which they are, with a line at the head and one at the foot. */
function boundPages(count: number, width: number, height: number): Bound {
  const pages = Array.from({ length: count }, (_, index): Page => {
    const pen = new Sketch(shape, "eb-garamond");
    const side = index % 2 === 0 ? "recto" : "verso";
    pen.text(30, 40, `Here begins page ${NUMBERS[index]}, a ${side}.`, { size: 9 });
    pen.text(30, height - 30, String(index + 1), { size: 8 });
    return {
      index,
      folio: String(index + 1),
      numbering: "arabic",
      side,
      width,
      height,
      body: null,
      furniture: pen.marks,
      words: pen.words,
    };
  });
  const theme = { page: { name: "test", width, height } } as Theme;
  return { theme, settings: [], pages, outline: [], pageOf: new Map() };
}

const OPTIONS: ZineOptions = {
  paperThicknessMm: 0.1,
  signature: null,
  flip: "short-edge",
  marks: true,
  fit: "none",
  printerMarginMm: 4,
  photocopier: false,
};

interface Asked {
  readonly scheme: string;
  readonly count: number;
  readonly options?: Partial<ZineOptions>;
  readonly size?: readonly [number, number];
  /** What goes wrong between imposition and paper. */
  readonly damage?: (sides: readonly Side[]) => readonly Side[];
}

async function codes({
  scheme,
  count,
  options = {},
  size = [198, 297],
  damage = (sides) => sides,
}: Asked): Promise<string[]> {
  const bound = boundPages(count, ...size);
  const request = { scheme, paper: "A4", scale: false, options: { ...OPTIONS, ...options } };
  const { value, diagnostics } = impose(pageSet(bound), request);
  assert.ok(value, JSON.stringify(diagnostics));
  const bytes = await writePdf({
    bound,
    sides: damage(value.sides),
    meta,
    fonts,
    images: new Map(),
    options: { bleed: 0, cropMarks: false, pdfa: false, tagged: false, links: false },
  });
  const found = await verifyZine({ bytes, bound, recipe: value.recipe });
  return [...new Set(found.map(({ code }) => code))];
}

test("a zine folded from the text of its own PDF reads as its pages, in every scheme", async () => {
  for (const scheme of ["booklet", "quarto", "octavo", "perfect", "stack", "mini-8", "proof-4up"]) {
    for (const flip of ["short-edge", "long-edge", "one-sided"] as const) {
      assert.deepEqual(
        await codes({ scheme, count: scheme === "mini-8" ? 8 : 10, options: { flip } }),
        [],
        `${scheme}, ${flip}`,
      );
    }
  }
  assert.deepEqual(await codes({ scheme: "signatures", count: 10, options: { signature: 4 } }), []);
  assert.deepEqual(await codes({ scheme: "mini-14", count: 10, size: [148, 198] }), []);
  assert.deepEqual(await codes({ scheme: "mini-16", count: 10, size: [148, 198] }), []);
});

test("sides in the wrong order are found", async () => {
  const damage = ([a, b, ...rest]: readonly Side[]) => [b!, a!, ...rest];
  assert.deepEqual(await codes({ scheme: "booklet", count: 8, damage }), ["verify/zine-order"]);
});

test("backs drawn for the other flip are found", async () => {
  const turn = (side: Side): Side => ({
    ...side,
    placements: side.placements.map(({ page, clip, matrix: [a, b, c, d, e, f] }) => {
      const matrix: Matrix = [-a, -b, -c, -d, side.width - e, side.height - f];
      return { page, clip, matrix };
    }),
  });
  const damage = (sides: readonly Side[]) => sides.map((side, at) => (at % 2 === 1 ? turn(side) : side));
  assert.deepEqual(await codes({ scheme: "booklet", count: 8, damage }), ["verify/zine-order"]);
});

test("a page that stands on its head in its own place is found", async () => {
  const damage = ([front, back]: readonly Side[]) => {
    const placements = back!.placements.map(({ page, clip, matrix: [a, b, c, d, e, f] }) => {
      const matrix: Matrix = [-a, -b, -c, -d, e + 198, f + 297];
      return { page, clip, matrix };
    });
    return [front!, { ...back!, placements }];
  };
  assert.deepEqual(await codes({ scheme: "perfect", count: 4, damage }), ["verify/zine-head"]);
});

test("a page that is not there, and one that is there twice, are found", async () => {
  const without = (sides: readonly Side[]) => sides.map((side) => ({ ...side, placements: side.placements.slice(1) }));
  assert.deepEqual(await codes({ scheme: "booklet", count: 4, damage: without }), ["verify/zine-words"]);
  const twice = (sides: readonly Side[]) =>
    sides.map((side) => ({ ...side, placements: [...side.placements, side.placements[0]!] }));
  assert.deepEqual(await codes({ scheme: "booklet", count: 4, damage: twice }), ["verify/zine-words"]);
});

test("a side too few is found", async () => {
  const damage = (sides: readonly Side[]) => sides.slice(0, -1);
  assert.deepEqual(await codes({ scheme: "stack", count: 8, damage }), ["verify/zine-sheets", "verify/zine-words"]);
});

test("a page that slipped down or away from the spine is found", async () => {
  const slip = (dx: number, dy: number) => (sides: readonly Side[]) =>
    sides.map((side, at) =>
      at !== 1
        ? side
        : {
            ...side,
            placements: side.placements.map((each) => {
              const [a, b, c, d, e, f] = each.matrix;
              return { ...each, matrix: [a, b, c, d, e + dx, f + dy] as Matrix };
            }),
          },
    );
  assert.deepEqual(await codes({ scheme: "booklet", count: 4, damage: slip(0, 5) }), ["verify/zine-spine"]);
  assert.deepEqual(await codes({ scheme: "booklet", count: 4, damage: slip(20, 0) }), ["verify/zine-spine"]);
});
