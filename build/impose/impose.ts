// Takes pages (their number, size and clear margins) and a request; gives the sides of the sheets, in the order they go
// through the printer, and what hands do with them afterwards. The one idea: a scheme only numbers cells; here every
// cell gets its place once, and the printer's flip, creep and marks are the same arithmetic for all schemes.

import type { ZineOptions } from "../book.ts";
import { type Diagnostic, error, hasError, nearest, type Result, warning } from "../diagnostic.ts";
import type { Box, Mark, Matrix, Recipe, Side } from "../page.ts";
import { booklet } from "./booklet.ts";
import { sheetMarks } from "./marks.ts";
import { mini8 } from "./mini-8.ts";
import { mini14 } from "./mini-14.ts";
import { mini16 } from "./mini-16.ts";
import { octavo } from "./octavo.ts";
import type { PageSet } from "./pages.ts";
import { nearestPaper, PAPERS, type Paper, POINTS_PER_MM, paperNamed } from "./paper.ts";
import { perfect } from "./perfect.ts";
import { proof4up } from "./proof-4up.ts";
import { quarto } from "./quarto.ts";
import { type Grid, type Scheme, sections } from "./scheme.ts";
import { signatures } from "./signatures.ts";
import { single } from "./single.ts";
import { stack } from "./stack.ts";

export const SCHEMES: readonly Scheme[] = [
  booklet,
  signatures,
  quarto,
  octavo,
  perfect,
  stack,
  mini8,
  mini14,
  mini16,
  proof4up,
  single,
];

export interface ImposeRequest {
  readonly scheme: string;
  readonly paper: string;
  readonly options: ZineOptions;
  /** Page images larger than their place are made smaller only if this is set. */
  readonly scale: boolean;
}

export interface Imposition {
  readonly scheme: Scheme;
  readonly paper: Paper;
  readonly options: ZineOptions;
  readonly sides: readonly Side[];
  readonly recipe: Recipe;
  /** What is printed as its number on each page in the order they are read; "" where nothing is, null for a blank. */
  readonly faces: readonly (string | null)[];
  readonly pages: number;
  /** Empty pages that fill the sheets. */
  readonly blanks: number;
  readonly sheets: number;
  /** Sheet as printed, and the page on it. */
  readonly sheetWidth: number;
  readonly sheetHeight: number;
  readonly pageWidth: number;
  readonly pageHeight: number;
}

/** A request after reading: everything is known and possible. */
interface Job {
  readonly scheme: Scheme;
  readonly paper: Paper;
  readonly pages: PageSet;
  readonly options: ZineOptions;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
  readonly thickness: number;
  readonly printerMargin: number;
}

/** Gives null, with a diagnostic that says what would work, where the request cannot be met. */
export function impose(pages: PageSet, request: ImposeRequest): Result<Imposition | null> {
  const { value: job, diagnostics } = readRequest(pages, request);
  if (job === null) return { value: null, diagnostics };
  const gather = gathering(job);
  const { value: sides, diagnostics: more } = layOut(job, gather);
  const all = [...diagnostics, ...more];
  if (hasError(all)) return { value: null, diagnostics: all };
  const { scheme, paper } = job;
  const sheets = gather.reduce((a, b) => a + b, 0);
  const shown = pages.sequence.filter((page) => page !== null).length;
  const twoSided = scheme.lay(0, 1).back !== null;
  const recipe: Recipe = {
    each: scheme.each,
    gather,
    together: scheme.together,
    binding: scheme.binding,
    printing: { twoSided, flip: job.options.flip, scale: job.scale },
  };
  return {
    value: {
      scheme,
      paper,
      options: job.options,
      sides,
      recipe,
      faces: Array.from({ length: sheets * scheme.perSheet }, (_, at) => {
        const page = pages.sequence[at] ?? null;
        return page === null ? null : pages.names[page]!;
      }),
      pages: shown,
      blanks: sheets * scheme.perSheet - shown,
      sheets,
      sheetWidth: job.width,
      sheetHeight: job.height,
      pageWidth: pages.width * job.scale,
      pageHeight: pages.height * job.scale,
    },
    diagnostics: all,
  };
}

// ---------------------------------------------------------------------------------------------------- what is asked

function readRequest(pages: PageSet, request: ImposeRequest): Result<Job | null> {
  const scheme = SCHEMES.find((each) => each.name === request.scheme);
  const paper = paperNamed(request.paper);
  const { options } = request;
  const diagnostics: Diagnostic[] = [];
  if (!scheme) diagnostics.push(unknownScheme(request.scheme));
  if (!paper) diagnostics.push(unknownPaper(request.paper));
  if (!(options.paperThicknessMm >= 0.02 && options.paperThicknessMm <= 1)) {
    diagnostics.push(thicknessError(options.paperThicknessMm));
  }
  if (!scheme || !paper || hasError(diagnostics)) return { value: null, diagnostics };
  diagnostics.push(...countErrors(scheme, pages.sequence.length), ...signatureErrors(scheme, options.signature));
  const [width, height] = sheetSize(scheme, paper, pages);
  const printerMargin = options.printerMarginMm * POINTS_PER_MM;
  if (!(printerMargin >= 0 && 2 * printerMargin < Math.min(width, height))) {
    diagnostics.push(
      error(
        "zine/margin",
        `a printer margin of ${mm(printerMargin)} leaves nothing of ${paper.name} (${size(width, height)})`,
        null,
        "most printers leave 3 to 6 mm unprinted: printer-margin: 4mm",
      ),
    );
  }
  const cell = { width: width / scheme.columns, height: height / scheme.rows };
  const fit = Math.min(cell.width / pages.width, cell.height / pages.height);
  const fits = fit > 1 - 1e-4;
  if (!fits && !request.scale && !scheme.reduces) diagnostics.push(sizeError(scheme, paper, pages, cell));
  if (hasError(diagnostics)) return { value: null, diagnostics };
  const thickness = options.paperThicknessMm * POINTS_PER_MM;
  const scale = fits ? 1 : fit;
  return {
    value: { scheme, paper, pages, options, scale, width, height, thickness, printerMargin },
    diagnostics,
  };
}

/** Pages that fill a sheet of the scheme; 1 where the name is not known. */
export function pagesPerSheet(scheme: string): number {
  return SCHEMES.find((each) => each.name === scheme)?.perSheet ?? 1;
}

/** Pages a signature of the scheme has where nobody says. */
export function signatureOf(scheme: string): number {
  const found = SCHEMES.find((each) => each.name === scheme);
  return found?.signatures?.includes(16) ? 16 : (found?.perSheet ?? 1);
}

/** The largest page that a scheme can place on every one of the papers; null where a name is not known. */
export function roomFor(scheme: string, papers: readonly string[]): { width: number; height: number } | null {
  const found = SCHEMES.find((each) => each.name === scheme);
  const sheets = papers.map(paperNamed);
  if (!found || found.orientation === "page" || found.reduces || sheets.length === 0) return null;
  let [width, height] = [Infinity, Infinity];
  for (const paper of sheets) {
    if (paper === null) return null;
    const [across, down] = sheetSize(found, paper, { width: 0, height: 0 });
    width = Math.min(width, across / found.columns);
    height = Math.min(height, down / found.rows);
  }
  return { width, height };
}

function sheetSize(scheme: Scheme, paper: Paper, pages: { width: number; height: number }): readonly [number, number] {
  switch (scheme.orientation) {
    case "landscape":
      return [paper.height, paper.width];
    case "portrait":
      return [paper.width, paper.height];
    case "page":
      return [pages.width, pages.height];
  }
}

function unknownScheme(name: string): Diagnostic {
  const names = SCHEMES.map((scheme) => scheme.name);
  const meant = nearest(name, names);
  const hints = [`the schemes are ${names.join(", ")}`];
  if (meant !== null) hints.unshift(`did you mean ${meant}?`);
  return error("zine/scheme", `no scheme is called “${name}”`, null, ...hints);
}

function unknownPaper(name: string): Diagnostic {
  const meant = nearestPaper(name);
  const hints = [`the papers are ${PAPERS.map((paper) => paper.name).join(", ")}`];
  if (meant !== null) hints.unshift(`did you mean ${meant}?`);
  return error("zine/paper", `no paper is called “${name}”`, null, ...hints);
}

function thicknessError(thickness: number): Diagnostic {
  return error(
    "zine/thickness",
    `no paper is ${thickness} mm thick`,
    null,
    "office paper of 80 g/m² is 0.1 mm, 120 g/m² about 0.15 mm, thin card 0.25 mm: paper-thickness: 0.1mm",
  );
}

function countErrors(scheme: Scheme, count: number): Diagnostic[] {
  if (count < 1) return [error("zine/pages", "there are no pages to impose", null, "the book has no text yet")];
  if (scheme.limit === null || count <= scheme.limit) return [];
  const larger = SCHEMES.filter((each) => each.limit !== null && each.limit >= count).map((each) => each.name);
  return [
    error(
      "zine/pages",
      `${scheme.name} takes ${scheme.limit} pages, and there are ${count}`,
      null,
      `schemes for ${count} pages: ${[...larger, "booklet", "signatures", "stack"].join(", ")}`,
      "a mini edition besides sets an excerpt of the book on one sheet: mini: mini-8",
    ),
  ];
}

function signatureErrors(scheme: Scheme, signature: number | null): Diagnostic[] {
  if (scheme.signatures === null || signature === null || scheme.signatures.includes(signature)) return [];
  return [
    error(
      "zine/signature",
      `${scheme.name} cannot make signatures of ${signature} pages`,
      null,
      `signatures of ${scheme.signatures.join(", ")} pages are possible`,
    ),
  ];
}

function sizeError(scheme: Scheme, paper: Paper, pages: PageSet, cell: { width: number; height: number }): Diagnostic {
  const fitting = PAPERS.filter((each) => {
    const [width, height] = sheetSize(scheme, each, pages);
    return width / scheme.columns >= pages.width - 0.01 && height / scheme.rows >= pages.height - 0.01;
  }).map((each) => each.name);
  const schemes = SCHEMES.filter((each) => {
    const [width, height] = sheetSize(each, paper, pages);
    return each.orientation !== "page" && width / each.columns >= pages.width && height / each.rows >= pages.height;
  }).map((each) => each.name);
  const hints = [`a theme with a page of ${size(cell.width, cell.height)} or less fits`];
  if (fitting.length > 0) hints.push(`papers that hold this page in ${scheme.name}: ${fitting.join(", ")}`);
  if (schemes.length > 0) hints.push(`schemes that hold this page on ${paper.name}: ${schemes.join(", ")}`);
  return error(
    "zine/size",
    `a page of ${size(pages.width, pages.height)} is larger than its place on ${paper.name} in ${scheme.name}, ${size(cell.width, cell.height)}`,
    null,
    ...hints,
  );
}

const mm = (points: number): string => `${Number((points / POINTS_PER_MM).toFixed(1))} mm`;
const size = (width: number, height: number): string =>
  `${(width / POINTS_PER_MM).toFixed(0)} × ${(height / POINTS_PER_MM).toFixed(0)} mm`;

// ---------------------------------------------------------------------------------------------------- sheets

/** Sheets of each pile that is handled together. */
function gathering({ scheme, pages, options }: Job): number[] {
  const sheets = Math.ceil(pages.sequence.length / scheme.perSheet);
  switch (scheme.gathering) {
    case "whole":
      return [sheets];
    case "sheet":
      return Array.from({ length: sheets }, () => 1);
    case "sections": {
      const asked = options.signature ?? signatureOf(scheme.name);
      return sections(sheets, asked / scheme.perSheet);
    }
  }
}

type Turn = "none" | "flipped";

/** One side before marks: which page stands in which cell. */
interface Forme {
  readonly cells: Grid;
  readonly back: boolean;
  readonly sheet: number;
  readonly signature: number;
  /** First page of the signature, and its number of pages. */
  readonly base: number;
  readonly length: number;
}

function formes(job: Job, gather: readonly number[]): Forme[] {
  const { scheme, options } = job;
  const all: Forme[] = [];
  let base = 0;
  let sheet = 0;
  for (const [signature, sheets] of gather.entries()) {
    const length = sheets * scheme.perSheet;
    for (let nest = 0; nest < sheets; nest += 1) {
      const { front, back } = scheme.lay(nest, sheets);
      const common = { sheet, signature, base, length };
      all.push({ ...common, cells: front, back: false });
      if (back !== null) all.push({ ...common, cells: back, back: true });
      sheet += 1;
    }
    base += length;
  }
  if (options.flip !== "one-sided") return all;
  return [...all.filter((forme) => !forme.back), ...all.filter((forme) => forme.back)];
}

function layOut(job: Job, gather: readonly number[]): Result<Side[]> {
  const diagnostics: Diagnostic[] = [...creepWarnings(job, gather)];
  const worst: { short: number; page: number } = { short: 0, page: -1 };
  const sides = formes(job, gather).map((forme): Side => {
    const placed = placements(job, forme);
    for (const each of placed) {
      const short = job.scheme.orientation === "page" ? 0 : job.printerMargin - printedClearance(job, each);
      if (short > worst.short + 0.01) Object.assign(worst, { short, page: each.page });
    }
    const boxes = placed.map((each) => each.box);
    const marks = job.options.marks ? sheetMarks({ ...job, ...forme, signatures: gather.length, boxes }) : [];
    const trim = job.scheme.orientation === "page" ? { x: 0, y: 0, width: job.width, height: job.height } : null;
    const side: Side = {
      width: job.width,
      height: job.height,
      placements: placed.map(({ page, matrix }) => ({ page, matrix, clip: null })),
      marks,
      words: [],
      trim,
      bleed: null,
      label: label(job, forme),
    };
    return backTurn(job, forme) === "flipped" ? turned(side) : side;
  });
  if (worst.page >= 0 && !hasError(diagnostics)) diagnostics.push(marginError(job, worst));
  return { value: sides, diagnostics };
}

function label({ scheme }: Job, { sheet, back, signature, cells }: Forme): string {
  if (scheme.orientation === "page") return `page ${sheet + 1}`;
  const where = scheme.gathering === "sections" ? `signature ${signature + 1}, ` : "";
  return `${where}sheet ${sheet + 1}, ${back ? "back" : "front"}${cells.length === 0 ? " (empty)" : ""}`;
}

interface Placed {
  readonly page: number;
  readonly recto: boolean;
  readonly matrix: Matrix;
  readonly box: Box;
  readonly turned: boolean;
}

function placements(job: Job, forme: Forme): Placed[] {
  const { scheme, pages, scale } = job;
  const cellWidth = job.width / scheme.columns;
  const cellHeight = job.height / scheme.rows;
  const width = pages.width * scale;
  const height = pages.height * scale;
  const placed: Placed[] = [];
  for (const [row, cells] of forme.cells.entries()) {
    for (const [column, number] of cells.entries()) {
      const local = Math.abs(number);
      const position = forme.base + local - 1;
      const page = local === 0 ? null : (pages.sequence[position] ?? null);
      if (page === null) continue;
      const onHead = number < 0;
      // A recto's spine is its left edge; on its head it is on the right.
      const recto = position % 2 === 0;
      const spineLeft = recto !== onHead;
      const free = cellWidth - width;
      const atSpine = spineLeft ? 0 : free;
      const towardsSpine = creepShift(job, local, forme.length) * (spineLeft ? -1 : 1);
      const x = column * cellWidth + (scheme.align === "spine" ? atSpine + towardsSpine : free / 2);
      const y = row * cellHeight + (cellHeight - height) / 2;
      const matrix: Matrix = onHead ? [-scale, 0, 0, -scale, x + width, y + height] : [scale, 0, 0, scale, x, y];
      placed.push({ page, recto, matrix, box: { x, y, width, height }, turned: onHead });
    }
  }
  return placed;
}

/**
 * Leaves that lie in one another creep: pressed flat, leaf pair d from the outside sticks out d times the paper's
 * thickness t further at the fore-edge, and the trim takes that much of its outer margin.
 *
 *        |      outermost pair, d = 0                 Every page moves towards the spine by d·t less half of the
 *        ||     d = 1                                 whole: the outermost pages move out by half the creep, the
 *        |||    innermost pair, d = D−1               innermost in by half, and gutter and fore-edge share it.
 */
function creepShift({ scheme, thickness }: Job, local: number, length: number): number {
  if (!scheme.nested) return 0;
  const leaf = Math.floor((local - 1) / 2);
  const pairs = length / 4;
  const depth = Math.min(leaf, length / 2 - 1 - leaf);
  return (depth - (pairs - 1) / 2) * thickness;
}

function creepWarnings(job: Job, gather: readonly number[]): Diagnostic[] {
  if (!job.scheme.nested) return [];
  const most = Math.max(...gather) * job.scheme.perSheet;
  const half = ((most / 4 - 1) / 2) * job.thickness;
  const room = job.pages.clear.inner * job.scale;
  const thick = (most / 4) * job.thickness;
  const hints = [
    "sew thinner signatures instead: scheme: signatures, signature: 16",
    `thinner paper helps: ${job.options.paperThicknessMm} mm is asked for`,
  ];
  if (half >= room) {
    return [
      error(
        "zine/thickness",
        `${most} pages of this paper in one another creep by ${mm(2 * half)}, and the inner margin is ${mm(room)}`,
        null,
        ...hints,
      ),
    ];
  }
  if (thick > MOST_FOLDED_MM * POINTS_PER_MM && job.scheme.binding === "staple") {
    return [
      warning(
        "zine/thickness",
        `a booklet of ${most / 4} sheets is ${mm(thick)} thick at the fold: staples hold about ${MOST_FOLDED_MM} mm`,
        null,
        ...hints,
      ),
    ];
  }
  return [];
}

/** Staples of 6 mm go through about this much paper and still close. */
const MOST_FOLDED_MM = 2.5;

/** Least distance between the sheet's edges and what this page prints. */
function printedClearance(job: Job, { recto, box, turned: onHead }: Placed): number {
  const { clear } = job.pages;
  const left = (recto ? clear.inner : clear.outer) * job.scale;
  const right = (recto ? clear.outer : clear.inner) * job.scale;
  const [l, r] = onHead ? [right, left] : [left, right];
  const [t, b] = onHead ? [clear.bottom, clear.top] : [clear.top, clear.bottom];
  return Math.min(
    box.x + l,
    job.width - box.x - box.width + r,
    box.y + t * job.scale,
    job.height - box.y - box.height + b * job.scale,
  );
}

function marginError(job: Job, { short, page }: { short: number; page: number }): Diagnostic {
  const clear = job.printerMargin - short;
  return error(
    "zine/margin",
    `the printer leaves ${mm(job.printerMargin)} at the sheet's edges, and page ${page + 1} prints up to ${clear < 0 ? "them" : mm(clear)}`,
    null,
    `a printer margin of ${mm(Math.max(0, Math.floor((clear / POINTS_PER_MM) * 10) / 10) * POINTS_PER_MM)} would do`,
    `margins of the theme that are ${mm(short + 0.05)} wider would do`,
  );
}

// ---------------------------------------------------------------------------------------------------- the printer's flip

/**
 * Schemes write the back as it looks when the sheet is turned over about its vertical axis. A printer turns it about the
 * edge it is told: of a landscape sheet the short edges are the vertical ones, of a portrait sheet the long ones. About
 * the other edges the back comes to stand on its head, and is drawn turned by half a circle.
 */
function backTurn({ options, width, height }: Job, { back }: Forme): Turn {
  if (!back || options.flip === "one-sided") return "none";
  const verticalEdge = width > height ? "short-edge" : "long-edge";
  return options.flip === verticalEdge ? "none" : "flipped";
}

function turned(side: Side): Side {
  const { width, height } = side;
  const half = ([a, b, c, d, e, f]: Matrix): Matrix => [-a, -b, -c, -d, width - e, height - f];
  return {
    ...side,
    placements: side.placements.map((each) => ({ ...each, matrix: half(each.matrix) })),
    marks: side.marks.map((mark) => turnedMark(mark, width, height)),
  };
}

/** Marks are ruled lines and paths; their few words stay upright where they are. */
function turnedMark(mark: Mark, width: number, height: number): Mark {
  if (mark.type === "rule") return { ...mark, x: width - mark.x - mark.width, y: height - mark.y - mark.height };
  return mark;
}
