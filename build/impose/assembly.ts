// Takes an imposition, gives the sheet of paper that tells a person how to print it, put it in order, fold, cut and bind it,
// and a test sheet for the printer. The one idea: steps and drawings are made from the recipe the fold simulator
// carries out, and the page numbers in them are those of this very job.

import { never } from "../diagnostic.ts";
import type { Shape, Side } from "../page.ts";
import { drawSheet, drawStep, type Picture } from "./drawings.ts";
import type { Imposition } from "./impose.ts";
import { stations } from "./marks.ts";
import { POINTS_PER_MM } from "./paper.ts";
import { Sketch } from "./sketch.ts";

const MARGIN = 45;
const BODY = { size: 10.5, leading: 13.5 };

/** Two sides that tell what to do, and two that test the printer; on the paper of the job. */
export function assemblySheet(job: Imposition, title: string, family: string, shape: Shape): Side[] {
  const first = printingSide(job, title, new Sketch(shape, family));
  const second = bindingSide(job, new Sketch(shape, family));
  return twoSided(job) ? [first, second, ...testSheet(job, family, shape)] : [first, second];
}

const twoSided = ({ recipe }: Imposition): boolean => recipe.printing.twoSided;

// ---------------------------------------------------------------------------------------------------- printing

function printingSide(job: Imposition, title: string, pen: Sketch): Side {
  const { paper } = job;
  const width = paper.width - 2 * MARGIN;
  let y = MARGIN + 14;
  pen.text(MARGIN, y, "How to make this zine", { size: 22, bold: true });
  y += 20;
  y = pen.paragraph(MARGIN, y, title, { size: 13, italic: true, width, leading: 16 });
  pen.rule(MARGIN, y - 6, width, 0.5);
  y += 12;
  y = pen.paragraph(MARGIN, y, summary(job), { ...BODY, width });
  y = heading(pen, y, "You need");
  for (const need of needs(job)) y = bullet(pen, y, need, width);
  y = heading(pen, y, "In the print dialogue");
  for (const [name, value] of settings(job)) {
    pen.text(MARGIN, y, name, { size: BODY.size, bold: true });
    y = pen.paragraph(MARGIN + 92, y, value, { ...BODY, width: width - 92 }) + 2;
  }
  if (twoSided(job)) {
    y = pen.paragraph(MARGIN, y + 4, TEST_FIRST, { ...BODY, width, italic: true });
  }
  y = heading(pen, y, "What comes out");
  y = pen.paragraph(MARGIN, y, orderText(job), { ...BODY, width });
  drawOrder(job, pen, y, paper.height - MARGIN);
  return pen.side(paper.width, paper.height, "how to print");
}

const TEST_FIRST =
  "First print the last two sides of this file in the same way: they show whether the printer turns the paper as this zine needs it.";

function heading(pen: Sketch, y: number, text: string): number {
  pen.text(MARGIN, y + 14, text, { size: 13, bold: true });
  return y + 31;
}

function bullet(pen: Sketch, y: number, text: string, width: number): number {
  pen.circle(MARGIN + 3, y - 3.4, 1.4, null, 0);
  return pen.paragraph(MARGIN + 12, y, text, { ...BODY, width: width - 12 });
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

function summary(job: Imposition): string {
  const { scheme, pages, blanks, sheets, paper, recipe } = job;
  const made = `${capital(scheme.title)}: ${count(pages, "page")} on ${count(sheets, "sheet")} of ${paper.name}.`;
  const empty = blanks > 0 ? ` ${count(blanks, "page")} ${blanks === 1 ? "stays" : "stay"} empty.` : "";
  if (scheme.gathering !== "sections") return made + empty;
  return `${made} The sheets make ${count(recipe.gather.length, "signature")} (sheets that lie in one another).${empty}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function needs(job: Imposition): string[] {
  const { sheets, paper, options, recipe } = job;
  const all = [
    `${count(sheets, "sheet")} of ${paper.name} paper, ${options.paperThicknessMm} mm thick (office paper is 0.1 mm)${twoSided(job) ? ", and a spare one for the test" : ""}`,
  ];
  const steps = [...recipe.each, ...recipe.together];
  if (steps.some((step) => step.do === "fold" || step.do === "close")) {
    all.push("a flat hard edge to sharpen folds: a ruler, a spoon’s back or a bone folder");
  }
  if (steps.some((step) => step.do === "slit")) all.push("scissors or a knife");
  if (steps.some((step) => step.do === "cut")) all.push("a paper cutter, or a knife and a steel ruler");
  if (needsTrim(job)) all.push("a knife and a steel ruler to trim the edges");
  switch (recipe.binding) {
    case "staple":
      all.push("a stapler that reaches the fold (long-arm), or needle and thread");
      break;
    case "sew":
      all.push("an awl or strong needle, thread and some glue for the spine");
      break;
    case "glue":
      all.push("flexible glue (white bookbinder’s glue), two boards and something heavy");
      break;
    case "none":
      break;
    default:
      never(recipe.binding);
  }
  return all;
}

/** Leftover paper around the page, or creep that shows. */
function needsTrim(job: Imposition): boolean {
  if (job.scheme.align !== "spine") return false;
  const { scheme, sheetWidth, sheetHeight, pageWidth, pageHeight } = job;
  const left = sheetWidth / scheme.columns - pageWidth > 1 || sheetHeight / scheme.rows - pageHeight > 1;
  return left || creepMm(job) >= 0.5 || scheme.rows > 1;
}

function creepMm({ scheme, recipe, options }: Imposition): number {
  if (!scheme.nested) return 0;
  return ((Math.max(...recipe.gather) * scheme.perSheet) / 4 - 1) * options.paperThicknessMm;
}

function settings(job: Imposition): [string, string][] {
  const { paper, options, sides } = job;
  const rows: [string, string][] = [
    ["Paper", `${paper.name}; each page of the file is one side of a sheet`],
    ["Size", "100 % or “actual size”; not “fit” and not “shrink”"],
  ];
  if (!twoSided(job)) {
    rows.push(["Two-sided", "off: this zine is printed on one side"]);
  } else if (options.flip === "one-sided") {
    const half = sides.length / 2;
    rows.push(
      ["Two-sided", "off: you turn the paper yourself"],
      ["First", `print sides 1 to ${half} of the file`],
      [
        "Then",
        `turn the pile over like a leaf of a book, put it back so that sheet 1 is drawn in first, and print sides ${half + 1} to ${2 * half}`,
      ],
    );
  } else {
    const edge = options.flip === "short-edge" ? "short" : "long";
    rows.push(["Two-sided", `on, and turn (flip, bind) on the ${edge} edge`]);
  }
  rows.push(["Colour", "black"]);
  return rows;
}

// ---------------------------------------------------------------------------------------------------- order

function orderText(job: Imposition): string {
  if (!twoSided(job)) return "One printed side. The small triangle in the drawing points to the head of each page.";
  return "Each sheet shows these pages, front and back as you turn it like the leaf of a book. The small triangle points to the head of each page.";
}

/** Fronts and backs, small: the first sheets and the last one. */
function drawOrder(job: Imposition, pen: Sketch, top: number, bottom: number): void {
  const formes = sheetFormes(job);
  const perRow = twoSided(job) ? 2 : 3;
  const cellWidth = (job.paper.width - 2 * MARGIN) / perRow;
  const ratio = job.sheetHeight / job.sheetWidth;
  const pairWidth = Math.min(cellWidth - 24, twoSided(job) ? 210 : 150);
  const sheetWidth = twoSided(job) ? (pairWidth - 12) / 2 : pairWidth;
  const rowHeight = sheetWidth * ratio + 26;
  const rows = Math.max(1, Math.floor((bottom - top) / rowHeight));
  const room = rows * perRow;
  const shown = formes.length <= room ? formes : [...formes.slice(0, room - 1), formes.at(-1)!];
  for (const [at, forme] of shown.entries()) {
    const x = MARGIN + (at % perRow) * cellWidth;
    const y = top + Math.floor(at / perRow) * rowHeight;
    const box = { x, y: y + 10, width: sheetWidth, height: sheetWidth * ratio };
    pen.text(x, y + 5, forme.label, { size: 8.5, italic: true });
    drawSheet(pen, box, forme.front);
    if (forme.back !== null) drawSheet(pen, { ...box, x: x + sheetWidth + 12 }, forme.back);
  }
}

export interface SheetForme {
  readonly label: string;
  readonly front: Picture;
  readonly back: Picture | null;
}

/** Every sheet with the page numbers printed on it; blanks have none. */
export function sheetFormes(job: Imposition): SheetForme[] {
  const { scheme, recipe } = job;
  // The few pages of a mini zine are counted, whether or not a number is printed on them.
  const faces = scheme.limit === null ? job.faces : job.faces.map((_, at) => String(at + 1));
  const formes: SheetForme[] = [];
  let base = 0;
  for (const [signature, sheets] of recipe.gather.entries()) {
    for (let nest = 0; nest < sheets; nest += 1) {
      const { front, back } = scheme.lay(nest, sheets);
      const numbered = (grid: typeof front): Picture => ({
        cells: grid.map((row) => row.map((local) => (local === 0 ? 0 : Math.sign(local) * (base + Math.abs(local))))),
        faces,
        scheme,
        fold: null,
      });
      const where = scheme.gathering === "sections" ? `, signature ${signature + 1}` : "";
      const label = twoSided(job) ? `sheet ${formes.length + 1}${where}: front, back` : `sheet ${formes.length + 1}`;
      formes.push({ label, front: numbered(front), back: back === null ? null : numbered(back) });
    }
    base += sheets * scheme.perSheet;
  }
  return formes;
}

// ---------------------------------------------------------------------------------------------------- binding

export interface Step {
  readonly text: string;
  readonly picture: StepPicture;
}

export type StepPicture =
  | { readonly of: "pile"; readonly picture: Picture; readonly sheets: number }
  | { readonly of: "fold"; readonly picture: Picture; readonly move: "left" | "top"; readonly layers: number }
  | { readonly of: "cut"; readonly picture: Picture }
  | { readonly of: "slit"; readonly picture: Picture }
  | { readonly of: "route"; readonly picture: Picture; readonly closed: boolean }
  | { readonly of: "lengthwise"; readonly picture: Picture }
  | { readonly of: "cross" }
  | { readonly of: "book"; readonly binding: "staple" | "none" }
  | {
      readonly of: "spread";
      readonly left: string;
      readonly right: string;
      readonly at: readonly number[];
      readonly binding: "staple" | "sew";
    }
  | { readonly of: "signatures"; readonly count: number }
  | { readonly of: "open"; readonly edges: "head" | "head and fore-edge" }
  | { readonly of: "trim" }
  | { readonly of: "glue"; readonly folded: boolean };

function bindingSide(job: Imposition, pen: Sketch): Side {
  const { paper } = job;
  const width = paper.width - 2 * MARGIN;
  const all = steps(job);
  const top = MARGIN + 44;
  pen.text(MARGIN, MARGIN + 14, "Put it together", { size: 22, bold: true });
  pen.rule(MARGIN, MARGIN + 25, width, 0.5);
  const room = Math.min(175, (paper.height - MARGIN - top) / all.length);
  const pictureWidth = 190;
  for (const [at, step] of all.entries()) {
    const y = top + at * room;
    drawStep(pen, { x: MARGIN, y: y + 4, width: pictureWidth, height: room - 18 }, step.picture);
    const x = MARGIN + pictureWidth + 24;
    pen.text(x, y + 16, String(at + 1), { size: 18, bold: true });
    pen.paragraph(x + 24, y + 14, step.text, { size: 11.5, leading: 14.5, width: width - pictureWidth - 48 });
  }
  return pen.side(paper.width, paper.height, "how to fold and bind");
}

export function steps(job: Imposition): Step[] {
  const { scheme, recipe } = job;
  const formes = sheetFormes(job);
  const front = formes[0]!.front;
  if (recipe.each.some((step) => step.do === "close")) return miniSteps(job, front);
  if (scheme.orientation === "page" || recipe.binding === "none") {
    return [
      {
        text: "Nothing is folded: the pages stand in reading order.",
        picture: { of: "pile", picture: front, sheets: formes.length },
      },
    ];
  }
  const all: Step[] = [];
  const state = { picture: front };
  for (const step of recipe.each) all.push(handStep(step, state, "each sheet", 1));
  all.push(pileStep(job, state.picture));
  for (const step of recipe.together) {
    const many = Math.max(...recipe.gather) > 1;
    all.push(handStep(step, state, step.do === "cut" ? "the whole pile" : many ? "the pile" : "it", many ? 3 : 1));
  }
  return [...all, ...openSteps(job), ...bindSteps(job, formes), ...trimSteps(job)];
}

function pileStep(job: Imposition, picture: Picture): Step {
  const { scheme, recipe, sheets } = job;
  const show = { of: "pile", picture, sheets: Math.min(4, Math.max(...recipe.gather)) } as const;
  const see = `You see ${pageNames(picture)}.`;
  if (scheme.gathering === "whole") {
    if (sheets === 1) return { text: `Lay the sheet before you. ${see}`, picture: show };
    return {
      text: `Lay the ${sheets} sheets upon one another in the order they were printed, sheet 1 on top, its front up. ${see}`,
      picture: show,
    };
  }
  if (scheme.gathering === "sheet") {
    return {
      text: `Do this with all ${sheets} sheets and lay them upon one another, sheet 1 on top. ${see}`,
      picture: { ...show, sheets: Math.min(4, sheets) },
    };
  }
  const folded = recipe.each.length > 0 ? "folded " : "";
  const ranges = recipe.gather.map((size, at) => {
    const from = recipe.gather.slice(0, at).reduce((a, b) => a + b, 0) + 1;
    return size === 1 ? `${from}` : `${from}–${from + size - 1}`;
  });
  const list = ranges.length <= 8 ? ranges.join("; ") : `${ranges.slice(0, 3).join("; ")} … ${ranges.at(-1)}`;
  if (ranges.every((range) => !range.includes("–"))) {
    return { text: `Each ${folded}sheet is a signature by itself. ${see}`, picture: show };
  }
  return {
    text: `Part the ${folded}sheets into signatures, the lowest number on top, its front up: sheets ${list}. ${see}`,
    picture: show,
  };
}

/** Pages by the number a person finds printed on them. */
const pageNames = ({ cells, faces }: Picture): string => {
  const all = cells.flat().map((number) => ({ position: Math.abs(number), face: faces[Math.abs(number) - 1] }));
  const title = all.some(({ position, face }) => position === 1 && face === "");
  const names = [...all.flatMap(({ face }) => face || []), ...(title ? ["the first one, which has no number"] : [])];
  if (title && names.length === 1) return "the first page, which has no number";
  if (names.length === 0) return "pages without a number";
  return names.length < 2 ? `page ${names.join("")}` : `pages ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
};

function handStep(
  step: Imposition["recipe"]["each"][number],
  state: { picture: Picture },
  what: string,
  layers: number,
): Step {
  const before = state.picture;
  if (step.do === "fold") {
    const cells =
      step.move === "left"
        ? before.cells.map((row) => row.slice(row.length / 2))
        : before.cells.slice(before.cells.length / 2);
    state.picture = { ...before, cells };
    const half = step.move === "left" ? "left" : "upper";
    const text = `Fold ${what} in half: the ${half} half goes behind the other, away from you. ${capital(pageNames(state.picture))} ${cells.flat().length === 1 ? "stays" : "stay"} in front. Sharpen the fold.`;
    return { text, picture: { of: "fold", picture: before, move: step.move, layers } };
  }
  if (step.do === "cut") {
    state.picture = { ...before, cells: before.cells.map((row) => row.slice(0, row.length / 2)) };
    return {
      text: "Cut the whole pile in the middle, in small lots if need be. Put the right pile under the left one.",
      picture: { of: "cut", picture: before },
    };
  }
  throw new Error(`${step.do} is not a step of folded sheets`);
}

function openSteps(job: Imposition): Step[] {
  if (job.scheme.name === "quarto") {
    return [
      {
        text: "The leaves still hang together at the head. Cut them open with a knife now, or after binding.",
        picture: { of: "open", edges: "head" },
      },
    ];
  }
  if (job.scheme.name === "octavo") {
    return [
      {
        text: "The leaves still hang together at the head and at the fore-edge. Cut them open with a knife, or trim them off after sewing.",
        picture: { of: "open", edges: "head and fore-edge" },
      },
    ];
  }
  return [];
}

function bindSteps(job: Imposition, formes: readonly SheetForme[]): Step[] {
  const { recipe, scheme } = job;
  const length = recipe.gather[0]! * scheme.perSheet;
  const [left, right] = [job.faces[length / 2 - 1] ?? "", job.faces[length / 2] ?? ""];
  const spread = { left, right };
  const middle = left && right ? `, at pages ${left} and ${right}` : "";
  switch (recipe.binding) {
    case "staple": {
      const at = stations("staple", job.pageHeight);
      const text = `Open the zine in the middle${middle}, lay it with the cover up, and staple twice through the fold from outside, where the small marks are (${mmList(at)} from the head). The ends close inside.`;
      return [{ text, picture: { of: "spread", ...spread, at: at.map((y) => y / job.pageHeight), binding: "staple" } }];
    }
    case "sew": {
      const at = stations("sew", job.pageHeight);
      const order: Step = {
        text: `Lay the ${recipe.gather.length} signatures upon one another in their order, the one with the title on top. The black bars on the folds go down like stairs when the order is right.`,
        picture: { of: "signatures", count: Math.min(6, recipe.gather.length) },
      };
      const sew: Step = {
        text: `Open each signature in its middle and prick the fold at the small marks (${mmList(at)} from the head). Sew through them, signature to signature; at the first and the last hole pass the thread under the stitch below (kettle stitch). Brush the spine with glue.`,
        picture: { of: "spread", ...spread, at: at.map((y) => y / job.pageHeight), binding: "sew" },
      };
      return recipe.gather.length > 1 ? [order, sew] : [sew];
    }
    case "glue": {
      const folded = formes.length > 0 && recipe.each.length > 0;
      const edge = folded ? "the folds" : "the left edges, where page 1 begins,";
      return [
        {
          text: `Knock the pile straight on the table so that ${edge} are flush. Press it between two boards, roughen the spine, brush it with glue twice and let it dry under weight. Then put the cover on.`,
          picture: { of: "glue", folded },
        },
      ];
    }
    case "none":
      return [];
    default:
      return never(recipe.binding);
  }
}

const mmList = (points: readonly number[]): string => {
  const all = points.map((point) => String(Math.round(point / POINTS_PER_MM)));
  return `${all.slice(0, -1).join(", ")} and ${all.at(-1)} mm`;
};

function trimSteps(job: Imposition): Step[] {
  if (!needsTrim(job)) return [];
  const { sheetWidth, sheetHeight, scheme, pageWidth, pageHeight } = job;
  const beside = (sheetWidth / scheme.columns - pageWidth) / POINTS_PER_MM;
  const above = (sheetHeight / scheme.rows - pageHeight) / 2 / POINTS_PER_MM;
  const creep = creepMm(job);
  const parts = [
    ...(beside >= 1 ? [`${Math.round(beside)} mm at the fore-edge`] : []),
    ...(above >= 1 ? [`${Math.round(above)} mm at head and tail`] : []),
  ];
  const why =
    creep >= 0.5
      ? ` The inner leaves stand out by ${creep.toFixed(1)} mm: the cut makes them flush, and the page margins are made for it.`
      : "";
  const how =
    parts.length > 0
      ? `If you like clean edges, trim ${parts.join(" and ")}, along the corner marks.`
      : "If you like clean edges, trim the fore-edge by a hair.";
  return [{ text: how + why, picture: { of: "trim" } }];
}

function miniSteps(job: Imposition, front: Picture): Step[] {
  const eight = job.scheme.rows === 2;
  const closing = job.recipe.each.find((step) => step.do === "close")!;
  const crease: Step = {
    text: `Lay the sheet with the print up. Fold it on every dashed line, sharpen the fold, and open it again: it shows ${eight ? "eight" : "sixteen"} panels.`,
    picture: { of: "route", picture: { ...front, scheme: { ...front.scheme, each: [] } }, closed: false },
  };
  const slit: Step = {
    text: eight
      ? "Cut along the heavy line in the middle: two panels long, no further."
      : "Cut along the heavy lines and nowhere else.",
    picture: { of: "slit", picture: front },
  };
  if (eight) {
    return [
      crease,
      slit,
      {
        text: "Fold the sheet along its length, the upper half behind, so that the print is outside. Pages 6, 7, 8 and 1 face you, the slit is on top.",
        picture: { of: "lengthwise", picture: front },
      },
      {
        text: "Hold it at both ends and push the ends together. The slit opens, and the panels come to stand like a cross seen from above.",
        picture: { of: "cross" },
      },
      {
        text: "Lay the leaves round until page 1 is in front and page 8 at the back. Press it flat. No staple is needed.",
        picture: { of: "book", binding: "none" },
      },
    ];
  }
  const strip = closing.do === "close" && closing.drop.length > 0;
  const away: Step[] = strip
    ? [{ text: "Cut off the two panels without a number; they are no pages.", picture: { of: "slit", picture: front } }]
    : [];
  return [
    crease,
    slit,
    ...away,
    {
      text: `Begin at page 1 and follow the line. Fold between 1 and 2 so that they stand back to back, print outside; between 2 and 3 so that they face each other; and so on in turn${strip ? " to page 14" : ", round to page 16"}. Panels that stand on their heads come upright by themselves.`,
      picture: { of: "route", picture: front, closed: !strip },
    },
    {
      text: strip
        ? "Press it flat: page 1 is in front, page 14 at the back. The spine is made of folds only; a drop of glue or a staple near the fold keeps it from opening like a concertina."
        : "Press it flat: page 1 is in front, page 16 at the back. No staple is needed.",
      picture: { of: "book", binding: "none" },
    },
  ];
}

// ---------------------------------------------------------------------------------------------------- test sheet

/**
 * Front and back of one sheet. Arrows on both sides point up if the printer turns the paper as the job needs it; rulers in the
 * middle of both show by how much the two sides are out of line when the sheet is held against the light.
 */
export function testSheet(job: Imposition, family: string, shape: Shape): Side[] {
  const { sheetWidth: width, sheetHeight: height, options } = job;
  const verticalEdge = width > height ? "short-edge" : "long-edge";
  const turned = options.flip !== "one-sided" && options.flip !== verticalEdge;
  return (["front", "back"] as const).map((which) => {
    const pen = new Sketch(shape, family);
    const headUp = which === "front" || !turned;
    cross(pen, width / 2, height / 2);
    for (const [x, y] of [
      [36, 36],
      [width - 36, 36],
      [36, height - 36],
      [width - 36, height - 36],
    ] as const) {
      pen.circle(x, y, 9);
      pen.lineTo(x - 13, y, x + 13, y, 0.3);
      pen.lineTo(x, y - 13, x, y + 13, 0.3);
    }
    const arrowX = width / 4;
    const [from, to] = headUp ? [height / 2 + 70, height / 2 - 70] : [height / 2 - 70, height / 2 + 70];
    pen.arrow(arrowX, from, arrowX, to, 0, 5);
    const text = which === "front" ? FRONT_TEXT : backText(job, turned);
    pen.text(width / 2, 90, which === "front" ? "Printer test: front" : "Printer test: back", {
      size: 20,
      bold: true,
      anchor: "middle",
    });
    pen.paragraph(width / 2 + 50, height / 2 - 60, text, { size: 11, leading: 14.5, width: width / 2 - 110 });
    return pen.side(width, height, `test sheet, ${which}`);
  });
}

const FRONT_TEXT =
  "Print this side and the next on one sheet, with the settings of the zine. Then hold the sheet so that the arrow points up, and turn it over like the leaf of a book.";

function backText({ options }: Imposition, turned: boolean): string {
  const upright = turned
    ? "After turning, the arrow on this side must point up, though these words stand on their heads."
    : "After turning, the arrow on this side must point up like that on the front.";
  const wrong =
    options.flip === "one-sided"
      ? "If it points down, put the paper back the other way round."
      : `If it points down, the printer turns about the other edge: choose “${options.flip === "short-edge" ? "long edge" : "short edge"}” in its dialogue.`;
  return `${upright} ${wrong} Held against the light, both crosses in the middle should meet: each line of the scale is a millimetre, and up to two are usual.`;
}

/** A cross with a millimetre scale on both arms. */
function cross(pen: Sketch, x: number, y: number): void {
  const reach = 10;
  pen.lineTo(x - reach * POINTS_PER_MM, y, x + reach * POINTS_PER_MM, y, 0.4);
  pen.lineTo(x, y - reach * POINTS_PER_MM, x, y + reach * POINTS_PER_MM, 0.4);
  for (let at = -reach; at <= reach; at += 1) {
    const tick = at % 5 === 0 ? 5 : 2.5;
    const d = at * POINTS_PER_MM;
    pen.lineTo(x + d, y - tick, x + d, y + tick, 0.3);
    pen.lineTo(x - tick, y + d, x + tick, y + d, 0.3);
  }
}
