// Takes the size of a bound zine and what its book says of itself, gives a wrap-around cover: one side of one sheet.
//
//      +--------------+--+--------------+
//      |              |  |              |
//      |     back     |  |    front     |        width = 2 × page + spine
//      |              |  |              |        spine = leaves × thickness of the paper
//      +--------------+--+--------------+
//                    fold fold
//
// The title runs down the spine, its head to the right (ISO 6357), so that it reads when the zine lies with its front up.

import { type Diagnostic, type Result, warning } from "../diagnostic.ts";
import type { FaceStyle, Outline, Page, Shape, Side } from "../page.ts";
import type { Imposition } from "./impose.ts";
import { PAPERS, type Paper, POINTS_PER_MM } from "./paper.ts";
import { n, Sketch } from "./sketch.ts";

export interface CoverText {
  readonly title: string;
  readonly subtitle: string | null;
  /** Those who stand on the front. */
  readonly people: readonly string[];
  readonly description: string | null;
  readonly foot: string | null;
}

export interface CoverImage {
  /** Key of the painter's image table. */
  readonly image: string;
  readonly width: number;
  readonly height: number;
}

export interface Cover {
  /** The whole cover as one page, and the side that places it. */
  readonly page: Page;
  readonly side: Side;
  readonly paper: Paper;
  readonly spine: number;
}

export interface Press {
  readonly family: string;
  readonly shape: Shape;
  readonly outline: Outline;
}

/** Sewn signatures swell at the spine by the thread between them. */
const SWELL = 1.1;
const FRAME = 22;
const LEAST_SPINE = 4 * POINTS_PER_MM;

export function spineWidth({ faces, options, recipe }: Imposition): number {
  if (recipe.binding === "staple" || recipe.binding === "none") return 0;
  const swell = recipe.binding === "sew" ? SWELL : 1;
  return (faces.length / 2) * options.paperThicknessMm * POINTS_PER_MM * swell;
}

/** null where no paper is large enough; a warning says so, or that another paper than the zine's is needed. */
export function coverSheet(
  job: Imposition,
  text: CoverText,
  image: CoverImage | null,
  press: Press,
): Result<Cover | null> {
  const spine = spineWidth(job);
  const width = 2 * job.pageWidth + spine;
  const height = job.pageHeight;
  const holds = (paper: Paper) => paper.height >= width - 0.01 && paper.width >= height - 0.01;
  const paper = holds(job.paper) ? job.paper : larger(job.paper).find(holds);
  const diagnostics = paperWarnings(job, width, height, paper ?? null);
  if (!paper) return { value: null, diagnostics };
  const pen = new Sketch(press.shape, press.family);
  const marks = new Sketch(press.shape, press.family);
  const left = (paper.height - width) / 2;
  const top = (paper.width - height) / 2;
  const trim = { x: left, y: top, width, height };
  front(pen, job, width - job.pageWidth, text, image);
  back(pen, job, text);
  if (spine >= LEAST_SPINE) spineTitle(pen, job, spine, text, press);
  if (job.options.marks) edgeMarks(marks, trim, job.pageWidth, spine);
  const page: Page = {
    index: 0,
    folio: "",
    numbering: "arabic",
    side: "recto",
    width,
    height,
    body: null,
    furniture: pen.marks,
    words: pen.words,
  };
  const side: Side = {
    ...marks.side(paper.height, paper.width, "cover", trim),
    placements: [{ page: 0, matrix: [1, 0, 0, 1, left, top], clip: null }],
  };
  return { value: { page, side, paper, spine }, diagnostics };
}

/** Papers of the same part of the world first, small ones before large ones. */
function larger(paper: Paper): Paper[] {
  const iso = ({ name }: Paper) => name.startsWith("A");
  const foreign = (each: Paper) => (iso(each) === iso(paper) ? 0 : 1);
  return [...PAPERS].sort((a, b) => foreign(a) - foreign(b) || a.height - b.height);
}

function paperWarnings(job: Imposition, width: number, height: number, paper: Paper | null): Diagnostic[] {
  if (paper === job.paper) return [];
  const mm = (points: number) => Math.ceil(points / POINTS_PER_MM);
  const size = `the cover is ${mm(width)} × ${mm(height)} mm`;
  if (paper === null) {
    return [
      warning(
        "zine/cover",
        `${size} and fits on no paper: none was made`,
        null,
        "a smaller page, or thinner paper, makes a smaller cover",
        "cover: false leaves it out",
      ),
    ];
  }
  return [
    warning(
      "zine/cover",
      `${size} and does not fit on ${job.paper.name}: it is drawn for ${paper.name}`,
      null,
      "cover: false leaves it out",
    ),
  ];
}

// ---------------------------------------------------------------------------------------------------- panels

function front(
  pen: Sketch,
  { pageWidth, pageHeight }: Imposition,
  x: number,
  text: CoverText,
  image: CoverImage | null,
): void {
  if (image) {
    const scale = Math.min((pageWidth - 2 * FRAME) / image.width, (pageHeight - 2 * FRAME) / image.height);
    const [width, height] = [image.width * scale, image.height * scale];
    pen.image(image.image, x + (pageWidth - width) / 2, (pageHeight - height) / 2, width, height);
    return;
  }
  const middle = x + pageWidth / 2;
  const measure = pageWidth - 4 * FRAME;
  const large = pageWidth / 12;
  pen.box(x + FRAME, FRAME, pageWidth - 2 * FRAME, pageHeight - 2 * FRAME);
  let y = pageHeight * 0.2;
  for (const name of text.people)
    y = pen.centred(middle, y, name, { size: large * 0.5, leading: large * 0.7, width: measure });
  y = Math.max(y + large, pageHeight * 0.34);
  y = pen.centred(middle, y, text.title, { size: large, leading: large * 1.2, width: measure });
  if (text.subtitle)
    pen.centred(middle, y, text.subtitle, { size: large * 0.5, leading: large * 0.7, width: measure, italic: true });
}

function back(pen: Sketch, { pageWidth, pageHeight }: Imposition, text: CoverText): void {
  const margin = Math.min(1.6 * FRAME, pageWidth / 8);
  const size = Math.min(10.5, pageWidth / 32);
  if (text.description) {
    pen.paragraph(margin, pageHeight * 0.16, text.description, {
      size,
      leading: size * 1.35,
      width: pageWidth - 2 * margin,
    });
  }
  if (text.foot) pen.text(margin, pageHeight - margin, text.foot, { size: size * 0.85 });
}

function spineTitle(
  pen: Sketch,
  { pageWidth, pageHeight }: Imposition,
  spine: number,
  text: CoverText,
  press: Press,
): void {
  const style: FaceStyle = { family: press.family, italic: false, bold: false, smallCaps: false };
  const words = [text.title, ...text.people.slice(0, 1)].join("   ·   ");
  const natural = press.outline(words, style, 10);
  const size = Math.min(14, spine * 0.55, ((pageHeight * 0.85) / natural.width) * 10);
  const { d, width } = press.outline(words, style, size);
  const x = pageWidth + spine / 2 - size * 0.32;
  pen.path(turnedDown(d, x, (pageHeight - width) / 2), null, 0, 0);
}

/** A line of outlines turned to run downward: x goes to y, and what was above the baseline to its right. */
function turnedDown(d: string, x: number, y: number): string {
  return d.replace(/(-?[\d.]+(?:e-?\d+)?)[ ,]+(-?[\d.]+(?:e-?\d+)?)/gi, (_, along: string, down: string) =>
    [n(x - Number(down)), n(y + Number(along))].join(" "),
  );
}

/** Trim marks at the corners, dashes where the spine folds; outside the cover. */
function edgeMarks(
  pen: Sketch,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  page: number,
  spine: number,
): void {
  const reach = Math.min(12, x - 2, y + 10);
  const above = Math.min(12, y - 2);
  for (const edge of [x, x + width]) {
    if (above <= 1) break;
    pen.lineTo(edge, y - above, edge, y - 2, 0.35);
    pen.lineTo(edge, y + height + 2, edge, y + height + above, 0.35);
  }
  for (const edge of [y, y + height]) {
    if (reach <= 3) break;
    pen.lineTo(x - reach, edge, x - 2, edge, 0.35);
    pen.lineTo(x + width + 2, edge, x + width + reach, edge, 0.35);
  }
  const folds = spine > 0 ? [x + page, x + page + spine] : [x + page];
  for (const fold of folds) {
    if (above <= 1) break;
    pen.dashed(fold, y - above, fold, y - 2, 0.35);
    pen.dashed(fold, y + height + 2, fold, y + height + above, 0.35);
  }
}
