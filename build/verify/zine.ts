// Takes the bytes of an imposed PDF, the bound pages it shows and the recipe of its folding; gives what is wrong with it.
// The words found on its sides are folded with the paper, by `fold.ts`, and each face must then read as the page that
// a reader expects there: the same words, upright, beside the spine, facing pages level.

import { type Diagnostic, error } from "../diagnostic.ts";
import type { Bound, Mark, Page, Recipe, ShapedWord } from "../page.ts";
import { type Face, foldSheets, type Print, sheetsOf } from "./fold.ts";
import { Unreadable } from "./pdf-file.ts";
import { readSides, type Shown, type SideTexts } from "./pdf-read.ts";
import type { Seen } from "./seen.ts";

export interface ZineInput {
  readonly bytes: Uint8Array;
  readonly bound: Bound;
  readonly recipe: Recipe;
  /** Pages in the order they are read; null is a blank. Left out: all pages in order. */
  readonly sequence?: readonly (number | null)[];
}

/** A run of text on a side; its box stands on the baseline. */
interface Words extends Print {
  readonly text: string;
}

interface ReadSide {
  readonly width: number;
  readonly height: number;
  readonly prints: readonly Words[];
}

export type ReadSides = (
  bytes: Uint8Array,
  seen?: Seen<readonly Shown[]>,
) => readonly SideTexts[] | Promise<readonly SideTexts[]>;

export async function verifyZine(
  input: ZineInput,
  read: ReadSides = readSides,
  seen?: Seen<readonly Shown[]>,
): Promise<Diagnostic[]> {
  try {
    return judge((await read(input.bytes, seen)).map(wordsOn), input);
  } catch (problem) {
    if (!(problem instanceof Unreadable)) throw problem;
    return [error("verify/pdf-file", `the zine cannot be read: ${problem.message}`, null)];
  }
}

function wordsOn({ width, height, texts }: SideTexts): ReadSide {
  const prints = texts.filter(({ text }) => squeeze(text) !== "").map((each) => ({ ...each, page: -1, height: 0 }));
  return { width, height, prints };
}

function judge(sides: readonly ReadSide[], input: ZineInput): Diagnostic[] {
  const { bound, recipe } = input;
  const sequence = input.sequence ?? bound.pages.map((_, at) => at);
  const diagnostics = checkSides(sides, recipe);
  if (recipe.each.length + recipe.together.length === 0) return [...diagnostics, ...checkFlat(sides, bound, sequence)];
  const { faces, problems } = foldSheets(sheetsOf(sides, recipe.printing), recipe);
  diagnostics.push(...problems.map((problem) => error("verify/zine-paper", problem, null)));
  const expected = bound.pages.map((page) => linesOf(page, bound));
  const texts = expected.map((lines) => lines.map(({ text }) => text).join("\n"));
  const pageAt = new Map(texts.map((text, at) => [text, at]));
  const stands: Stand[] = [];
  for (const [at, face] of faces.entries()) {
    const wanted = sequence[at] ?? null;
    const found = faceLines(face);
    const lines = wanted === null ? [] : expected[wanted]!;
    const text = found.map((line) => line.text).join("\n");
    if (text === lines.map((line) => line.text).join("\n")) {
      if (wanted === null || lines.length === 0) continue;
      if (face.prints.some((print) => !print.upright)) diagnostics.push(onHead(wanted));
      else stands.push(standOf(at, wanted, face, found, lines, bound, recipe.printing.scale));
    } else {
      diagnostics.push(mismatch(at, wanted, text, pageAt.get(text), texts));
    }
  }
  return [...diagnostics, ...checkStands(stands, recipe)];
}

/** Letters and signs alone: blanks, soft hyphens and joiners say how a line was made, not what it says. */
function squeeze(text: string): string {
  return text.normalize("NFC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]+/gu, "");
}

// ---------------------------------------------------------------------------------------------------- lines

interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Raised and lowered runs belong to the line they stand in: its leading is more than this, their shift less. */
const SAME_LINE = 4.5;

/** Runs gathered to lines from the head down, each read from left to right. */
function gather(runs: readonly Run[]): Line[] {
  const sorted = [...runs].sort((a, b) => a.y - b.y);
  const groups: Run[][] = [];
  for (const run of sorted) {
    const group = groups.at(-1);
    if (group && run.y - group[0]!.y <= SAME_LINE) group.push(run);
    else groups.push([run]);
  }
  return groups.map((group) => {
    const across = group.sort((a, b) => a.x - b.x);
    return { text: squeeze(across.map(({ text }) => text).join("")), x: across[0]!.x, y: across[0]!.y };
  });
}

/** A face that stands on its head is read with the sheet turned round: what is wrong with it is then said of its head alone. */
function faceLines({ prints, width, height }: Face<Words>): Line[] {
  const onHead = prints.length > 0 && prints.every(({ upright }) => !upright);
  return gather(
    prints.map(({ print, x, y }) =>
      onHead ? { text: print.text, x: width - x - print.width, y: height - y } : { text: print.text, x, y },
    ),
  );
}

/** What a bound page prints, in its own coordinates. */
function linesOf(page: Page, bound: Bound): Line[] {
  const runs = runsOf(page.furniture, page.words, 0, 0);
  if (page.body) {
    const { words, bodies } = bound.settings[page.body.setting]!;
    runs.push(...runsOf(bodies[page.body.body]!.marks, words, page.body.x, page.body.y));
  }
  return gather(runs);
}

function runsOf(marks: readonly Mark[], words: readonly ShapedWord[], x: number, y: number): Run[] {
  return marks.flatMap((mark) => {
    if (mark.type !== "text") return [];
    const text = mark.words.map((word) => words[word]!.unicode.join("")).join("");
    return squeeze(text) === "" ? [] : [{ text, x: mark.x + x, y: mark.y + y }];
  });
}

// ---------------------------------------------------------------------------------------------------- judgement

function checkSides(sides: readonly ReadSide[], { gather: sheets, printing }: Recipe): Diagnostic[] {
  const wanted = sheets.reduce((a, b) => a + b, 0) * (printing.twoSided ? 2 : 1);
  const diagnostics: Diagnostic[] = [];
  if (sides.length !== wanted) {
    diagnostics.push(error("verify/zine-sheets", `there are ${sides.length} sides, the scheme has ${wanted}`, null));
  }
  const [first] = sides;
  const odd = sides.findIndex((side) => side.width !== first!.width || side.height !== first!.height);
  if (odd >= 0)
    diagnostics.push(error("verify/zine-sheets", `side ${odd + 1} is of another size than the first`, null));
  return diagnostics;
}

function onHead(page: number): Diagnostic {
  return error("verify/zine-head", `page ${page + 1} stands on its head`, null);
}

function mismatch(
  at: number,
  wanted: number | null,
  text: string,
  other: number | undefined,
  texts: readonly string[],
): Diagnostic {
  const where = `leaf ${Math.floor(at / 2) + 1}, ${at % 2 === 0 ? "recto" : "verso"}`;
  const should = wanted === null ? "should be blank" : `should show page ${wanted + 1}`;
  if (other !== undefined && text !== "") {
    return error("verify/zine-order", `${where} ${should} and shows page ${other + 1}`, null);
  }
  if (wanted === null) return error("verify/zine-words", `${where} ${should} and shows “${excerpt(text, 0)}”`, null);
  const place = firstDifference(text, texts[wanted]!);
  return error(
    "verify/zine-words",
    `${where} ${should}, but reads “${excerpt(text, place)}” instead of “${excerpt(texts[wanted]!, place)}”`,
    null,
  );
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

const excerpt = (text: string, at: number): string => text.slice(Math.max(0, at - 12), at + 24).replaceAll("\n", " / ");

/** Where a page stands on its face. */
interface Stand {
  readonly face: number;
  readonly page: number;
  /** Of the page's own edges from the spine and from the head of the leaf. */
  readonly spine: number;
  readonly head: number;
}

function standOf(
  face: number,
  page: number,
  { width }: Face<Words>,
  found: readonly Line[],
  lines: readonly Line[],
  bound: Bound,
  scale: number,
): Stand {
  const left = found[0]!.x - lines[0]!.x * scale;
  const head = found[0]!.y - lines[0]!.y * scale;
  const spine = face % 2 === 0 ? left : width - left - bound.pages[page]!.width * scale;
  return { face, page, spine, head };
}

/** Two points are more than pagination ever shifts and less than an eye forgives. */
const LEVEL = 1;
/** Creep moves a page by one leaf's thickness for each sheet inside it; a leaf of stout card is 0.3 mm. */
const CREEP_PER_SHEET = 0.85;
const CREEP = 12;

function checkStands(stands: readonly Stand[], recipe: Recipe): Diagnostic[] {
  const [first] = stands;
  const creep = Math.max(CREEP, CREEP_PER_SHEET * Math.max(...recipe.gather, 0));
  if (!first) return [];
  return stands.flatMap(({ page, spine, head }) => {
    if (Math.abs(head - first.head) > LEVEL) {
      return [
        error(
          "verify/zine-spine",
          `page ${page + 1} stands ${(head - first.head).toFixed(1)} pt lower than page ${first.page + 1}`,
          null,
        ),
      ];
    }
    if (Math.abs(spine - first.spine) > creep) {
      return [
        error(
          "verify/zine-spine",
          `page ${page + 1} stands ${spine.toFixed(1)} pt from the spine, page ${first.page + 1} ${first.spine.toFixed(1)} pt`,
          null,
        ),
      ];
    }
    return [];
  });
}

/** Proofs and single pages: nothing is folded; every page's lines stand on one side, sides in order. */
function checkFlat(sides: readonly ReadSide[], bound: Bound, sequence: readonly (number | null)[]): Diagnostic[] {
  const letters = (text: string) => [...squeeze(text)].sort().join("");
  const found = letters(sides.flatMap(({ prints }) => prints.map(({ text }) => text)).join(""));
  const pages = sequence.flatMap((page) => (page === null ? [] : linesOf(bound.pages[page]!, bound)));
  const wanted = letters(pages.map(({ text }) => text).join(""));
  if (found === wanted) return [];
  return [error("verify/zine-words", `the sides hold ${found.length} letters, the pages ${wanted.length}`, null)];
}
