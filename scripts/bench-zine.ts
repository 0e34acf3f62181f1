// How much processor time a zine takes: 400 set pages imposed, drawn, and folded again from the text of the PDF. The pages
// are one generated chapter, set before the clock starts. Times are user and system seconds of this process.
//   npm run bench:zine

import { bind } from "../build/bind/bind.ts";
import type { Block, Book, Chapter } from "../build/book.ts";
import { type Imposition, impose, roomFor } from "../build/impose/impose.ts";
import { pageSet } from "../build/impose/pages.ts";
import type { Bound } from "../build/page.ts";
import { writePdf } from "../build/pdf/write.ts";
import { verifyZine } from "../build/verify/zine.ts";
import { pdfOptions } from "../build/workshop.ts";
import { workshop } from "./supplies.ts";

const PAGES = 400;
const SPAN = { file: "generated.md", start: 0, end: 0 } as const;

/** The same numbers on every run: x' = 48271·x mod (2³¹ − 1), Park and Miller, CACM 31/10 (1988). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function paragraphs(count: number): Block[] {
  const next = generator(400);
  const syllables = "ba le ri no su ta ke mi lo du fa ge hi po ru sta bre kli mon den ver sol".split(" ");
  const word = () => Array.from({ length: 1 + next(3) }, () => syllables[next(syllables.length)]!).join("");
  return Array.from({ length: count }, (_, at) => {
    const text = `${Array.from({ length: 60 + next(80) }, word).join(" ")}.`;
    return { type: "paragraph", id: `p-${at}`, span: SPAN, lang: null, children: [{ type: "text", text }] };
  });
}

function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const start = seconds();
  const value = await work();
  console.log(`${name.padEnd(34)} ${(seconds() - start).toFixed(2)} s`);
  return value;
}

const shop = workshop({ cache: false });
const theme = shop.theme("zine", "zine", roomFor("signatures", ["A4", "Letter"])).value!;
const base = { subtitle: null, author: null, translator: null, year: null, source: null };
const chapter: Chapter = {
  ...base,
  id: "generated",
  file: SPAN.file,
  role: "chapter",
  title: [{ type: "text", text: "Generated" }],
  lang: "en-GB",
  blocks: paragraphs(1400),
  notes: [],
};
const meta: Book["meta"] = {
  title: "Four hundred pages",
  subtitle: null,
  people: [],
  lang: "en-GB",
  identifier: "urn:bench:zine",
  date: "2000-01-01T00:00:00Z",
  rights: null,
  publisher: null,
  description: null,
  series: null,
  subjects: [],
  colophon: [],
  edition: "00000000",
};
const book: Book = {
  name: "bench",
  meta,
  parts: [{ title: null, id: "part", chapters: [chapter.id] }],
  chapters: [chapter],
  glossary: [],
  timeline: [],
  index: [],
  images: [],
  cover: null,
  coverMono: null,
};

const setting = shop.typeset(chapter, theme, [], "foot").value;
const set = () => setting;
const all = bind({ book, theme, settings: [setting], set, shape: shop.shape, notes: "foot" });
const bound: Bound = { ...all, pages: all.pages.slice(0, PAGES) };
console.log(`${bound.pages.length} pages`);

const request = {
  scheme: "signatures",
  paper: "A4",
  scale: false,
  options: {
    paperThicknessMm: 0.1,
    signature: 16,
    flip: "short-edge",
    marks: true,
    fit: "none",
    printerMarginMm: 4,
    photocopier: false,
  },
} as const;

const start = seconds();
const made = (await timed("impose", () => impose(pageSet(bound), request).value)) as Imposition;
const input = { bound, meta, fonts: shop.fonts, images: new Map(), options: pdfOptions(null) };
const zine = await timed("draw the sides", () => writePdf({ ...input, sides: made.sides }));
console.log(`${"impose and draw".padEnd(34)} ${(seconds() - start).toFixed(2)} s, ${zine.length} bytes`);
const plain = await timed("the same pages as a book", () => writePdf({ ...input, sides: null }));
console.log(`${"the book's size".padEnd(34)} ${plain.length} bytes`);
const found = await timed("fold the PDF and read it", () => verifyZine({ bytes: zine, bound, recipe: made.recipe }));
console.log(`${found.length} faults`);
