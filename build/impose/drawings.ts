// Takes what a step of binding shows, draws it into a box: paper as plain outlines, what moves as an arrow, what lies behind
// in gray. Page numbers are those of the job; a small triangle points to a page's head.

import { never } from "../diagnostic.ts";
import type { Box } from "../page.ts";
import type { StepPicture } from "./assembly.ts";
import type { Grid, Scheme } from "./scheme.ts";
import { n, type Sketch } from "./sketch.ts";

/** A sheet, or what is seen of it, with the numbers of its pages. */
export interface Picture {
  readonly cells: Grid;
  /** What is printed as a page's number, by position: "" where nothing is, null for a blank. */
  readonly faces: readonly (string | null)[];
  readonly scheme: Scheme;
  /** Nothing, or the line that is folded next. */
  readonly fold: "left" | "top" | null;
}

const GRAY = 0.86;
const MID = 0.45;

export function drawSheet(pen: Sketch, box: Box, { cells, faces, scheme, fold }: Picture): void {
  pen.box(box.x, box.y, box.width, box.height, 0, 1);
  const rows = cells.length;
  const columns = cells[0]!.length;
  const cellWidth = box.width / columns;
  const cellHeight = box.height / rows;
  for (let at = 1; at < columns; at += 1) {
    const line = scheme.vertical[at - 1] ?? "none";
    divide(pen, line, fold, box.x + at * cellWidth, box.y, box.x + at * cellWidth, box.y + box.height);
  }
  for (let at = 1; at < rows; at += 1) {
    const line = scheme.horizontal[at - 1] ?? "none";
    divide(pen, line, fold, box.x, box.y + at * cellHeight, box.x + box.width, box.y + at * cellHeight);
  }
  for (const [row, numbers] of cells.entries()) {
    for (const [column, number] of numbers.entries()) {
      pageNumber(
        pen,
        { x: box.x + column * cellWidth, y: box.y + row * cellHeight, width: cellWidth, height: cellHeight },
        number,
        faces,
      );
    }
  }
}

function divide(
  pen: Sketch,
  line: "fold" | "cut" | "none",
  fold: Picture["fold"],
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  const active = fold !== null && (fold === "left") === (x0 === x1);
  if (line === "cut") pen.lineTo(x0, y0, x1, y1, 0.9);
  else pen.dashed(x0, y0, x1, y1, active ? 0.9 : 0.4, active ? 0 : MID);
}

function pageNumber(pen: Sketch, box: Box, number: number, faces: Picture["faces"]): void {
  const size = Math.max(6, Math.min(13, box.height * 0.26, box.width * 0.36));
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const face = number === 0 ? null : (faces[Math.abs(number) - 1] ?? null);
  pen.text(x, y + size * 0.35, face === null ? "–" : face || (Math.abs(number) === 1 ? "title" : "·"), {
    size,
    anchor: "middle",
    colour: face ? 0 : MID,
  });
  if (number === 0) return;
  const up = number > 0;
  const tip = up ? box.y + box.height * 0.09 : box.y + box.height * 0.91;
  const base = tip + (up ? 1 : -1) * Math.min(5, box.height * 0.09);
  const half = Math.min(3, box.width * 0.1);
  pen.path(`M${n(x)} ${n(tip)}L${n(x + half)} ${n(base)}L${n(x - half)} ${n(base)}Z`, null, 0, MID);
}

export function drawStep(pen: Sketch, box: Box, picture: StepPicture): void {
  switch (picture.of) {
    case "pile":
      pile(pen, box, picture.picture, picture.sheets);
      break;
    case "fold":
      foldPicture(pen, box, picture.picture, picture.move, picture.layers);
      break;
    case "cut":
      cutPicture(pen, box, picture.picture);
      break;
    case "slit":
      slitPicture(pen, fitted(box, picture.picture), picture.picture);
      break;
    case "route":
      routePicture(pen, fitted(box, picture.picture), picture.picture, picture.closed);
      break;
    case "lengthwise":
      lengthwise(pen, box, picture.picture);
      break;
    case "cross":
      crossPicture(pen, box);
      break;
    case "book":
      bookPicture(pen, box);
      break;
    case "spread":
      spreadPicture(pen, box, picture);
      break;
    case "signatures":
      signaturesPicture(pen, box, picture.count);
      break;
    case "open":
      openPicture(pen, box, picture.edges);
      break;
    case "trim":
      trimPicture(pen, box);
      break;
    case "glue":
      gluePicture(pen, box, picture.folded);
      break;
    default:
      never(picture);
  }
}

/** The largest box of a sheet's shape in the middle of `box`. */
function fitted(box: Box, { cells }: Picture, room = 0.92): Box {
  const ratio = (cells.length * Math.SQRT2) / cells[0]!.length;
  const width = Math.min(box.width * room, (box.height * room) / ratio);
  const height = width * ratio;
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}

function pile(pen: Sketch, box: Box, picture: Picture, sheets: number): void {
  const sheet = fitted(box, picture, 0.82);
  for (let at = sheets - 1; at > 0; at -= 1)
    pen.box(sheet.x + at * 4, sheet.y + at * 4, sheet.width, sheet.height, 0, 1);
  drawSheet(pen, sheet, picture);
}

/** Left the flat sheet with its arrow, right what it becomes: the moved half peeps out behind. */
function foldPicture(pen: Sketch, box: Box, picture: Picture, move: "left" | "top", layers: number): void {
  const half = { ...box, width: box.width * 0.62 };
  const sheet = fitted(half, picture, 0.9);
  for (let at = layers - 1; at > 0; at -= 1)
    pen.box(sheet.x + at * 2, sheet.y + at * 2, sheet.width, sheet.height, 0, 1);
  drawSheet(pen, sheet, { ...picture, fold: move });
  if (move === "left") {
    const y = sheet.y - 4;
    pen.arrow(sheet.x + sheet.width * 0.2, y + 2, sheet.x + sheet.width * 0.8, y + 2, 9);
  } else {
    const x = sheet.x + sheet.width + 4;
    pen.arrow(x - 2, sheet.y + sheet.height * 0.2, x - 2, sheet.y + sheet.height * 0.8, 9);
  }
  const cells =
    move === "left"
      ? picture.cells.map((row) => row.slice(row.length / 2))
      : picture.cells.slice(picture.cells.length / 2);
  const scale = move === "left" ? 1 : Math.min(1, (box.width * 0.33) / sheet.width);
  const width = (move === "left" ? sheet.width / 2 : sheet.width) * scale;
  const height = (move === "left" ? sheet.height : sheet.height / 2) * scale;
  const x = box.x + box.width * 0.82 - width / 2;
  const y = sheet.y + (sheet.height - height) / 2;
  const behind = move === "left" ? { x: x + 3.5, y: y + 1.5 } : { x: x + 1.5, y: y - 3.5 };
  pen.box(behind.x, behind.y, width, height, 0, GRAY);
  drawSheet(pen, { x, y, width, height }, { ...picture, cells });
}

function cutPicture(pen: Sketch, box: Box, picture: Picture): void {
  const sheet = fitted({ ...box, width: box.width * 0.56 }, picture, 0.86);
  for (const at of [3, 2, 1]) pen.box(sheet.x + at * 2, sheet.y + at * 2, sheet.width, sheet.height, 0, 1);
  drawSheet(pen, sheet, picture);
  scissors(pen, sheet.x + sheet.width / 2, sheet.y - 2);
  const width = sheet.width / 2;
  const x = box.x + box.width * 0.82 - width / 2;
  const top = sheet.y;
  const height = sheet.height;
  for (const at of [7, 6, 5]) pen.box(x + at * 2, top + at * 2, width, height, 0, GRAY);
  for (const at of [2, 1]) pen.box(x + at * 2, top + at * 2, width, height, 0, 1);
  drawSheet(
    pen,
    { x, y: top, width, height },
    { ...picture, cells: picture.cells.map((row) => row.slice(0, row.length / 2)) },
  );
  pen.arrow(sheet.x + sheet.width * 0.78, sheet.y + sheet.height + 8, x + width * 0.5, top + height + 17, -10);
}

/** Two rings and two blades, pointing down. */
function scissors(pen: Sketch, x: number, y: number): void {
  pen.circle(x - 3.4, y - 11, 2.4, 0, null, 0.8);
  pen.circle(x + 3.4, y - 11, 2.4, 0, null, 0.8);
  pen.lineTo(x - 2.6, y - 8.8, x + 1.6, y, 0.9);
  pen.lineTo(x + 2.6, y - 8.8, x - 1.6, y, 0.9);
}

function slitPicture(pen: Sketch, sheet: Box, picture: Picture): void {
  drawSheet(pen, sheet, picture);
  for (const step of picture.scheme.each) {
    if (step.do === "close") {
      for (const [column, row] of step.drop) {
        const width = sheet.width / step.columns;
        const height = sheet.height / step.rows;
        const [x, y] = [sheet.x + column * width, sheet.y + row * height];
        pen.box(x, y, width, height, 0, GRAY);
        pen.lineTo(x, y, x + width, y + height, 0.4);
        pen.lineTo(x + width, y, x, y + height, 0.4);
      }
    }
    if (step.do !== "slit") continue;
    for (const line of step.lines) {
      for (let at = 1; at < line.length; at += 1) {
        const [c0, r0] = line[at - 1]!;
        const [c1, r1] = line[at]!;
        const px = (c: number) => sheet.x + (c * sheet.width) / step.columns;
        const py = (r: number) => sheet.y + (r * sheet.height) / step.rows;
        pen.lineTo(px(c0), py(r0), px(c1), py(r1), 2.2);
      }
    }
  }
}

/** The sheet with its slits, and a line from page to page. */
function routePicture(pen: Sketch, sheet: Box, picture: Picture, closed: boolean): void {
  slitPicture(pen, sheet, picture);
  if (picture.scheme.each.length === 0) return;
  const centres = new Map<number, readonly [number, number]>();
  for (const [row, numbers] of picture.cells.entries()) {
    for (const [column, number] of numbers.entries()) {
      if (number === 0) continue;
      const x = sheet.x + ((column + 0.5) * sheet.width) / numbers.length;
      const y = sheet.y + ((row + 0.72) * sheet.height) / picture.cells.length;
      centres.set(Math.abs(number), [x, y]);
    }
  }
  const last = centres.size;
  for (let page = 1; page < last; page += 1) {
    const [a, b] = [centres.get(page)!, centres.get(page + 1)!];
    pen.lineTo(a[0], a[1], b[0], b[1], 0.8, MID);
  }
  const start = centres.get(1)!;
  pen.circle(start[0], start[1], 2.5, null, MID);
  const end = centres.get(last)!;
  if (closed) pen.lineTo(end[0], end[1], start[0], start[1], 0.8, MID);
  else pen.circle(end[0], end[1], 2.5, MID, 1);
}

function lengthwise(pen: Sketch, box: Box, picture: Picture): void {
  const sheet = fitted(box, { ...picture, cells: picture.cells.slice(1) }, 0.9);
  pen.box(sheet.x + 2.5, sheet.y - 3.5, sheet.width, sheet.height, 0, GRAY);
  drawSheet(pen, sheet, { ...picture, cells: picture.cells.slice(1) });
  pen.lineTo(sheet.x + sheet.width / 4, sheet.y, sheet.x + (sheet.width * 3) / 4, sheet.y, 2.2);
}

/** From above: four arms, each two panels; arrows push the ends together. */
function crossPicture(pen: Sketch, box: Box): void {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const long = Math.min(box.width * 0.3, 52);
  const short = Math.min(box.height * 0.36, 36);
  const gap = 2.2;
  const arms = [
    [-long, -gap, -gap, -gap, -gap, -short],
    [gap, -short, gap, -gap, long, -gap],
    [long, gap, gap, gap, gap, short],
    [-gap, short, -gap, gap, -long, gap],
  ] as const;
  for (const [a, b, c, d, e, f] of arms) {
    pen.path(`M${n(x + a)} ${n(y + b)}L${n(x + c)} ${n(y + d)}L${n(x + e)} ${n(y + f)}`, 0, 1);
  }
  for (const [px, py, qx, qy] of [
    [-long, -gap, -long, gap],
    [long, -gap, long, gap],
    [-gap, -short, gap, -short],
    [-gap, short, gap, short],
  ] as const) {
    pen.lineTo(x + px, y + py, x + qx, y + qy, 1);
  }
  pen.arrow(x - long - 26, y, x - long - 6, y, 0, 1.4);
  pen.arrow(x + long + 26, y, x + long + 6, y, 0, 1.4);
  const pairs: [string, number, number][] = [
    ["6", -0.6, 0.42],
    ["7", -0.1, 0.72],
    ["8", 0.1, 0.72],
    ["1", 0.6, 0.42],
    ["2", 0.6, -0.3],
    ["3", 0.1, -0.6],
    ["4", -0.1, -0.6],
    ["5", -0.6, -0.3],
  ];
  for (const [name, dx, dy] of pairs) {
    pen.text(x + dx * long + Math.sign(dx) * 6, y + dy * short + 3, name, { size: 9, anchor: "middle" });
  }
}

function bookPicture(pen: Sketch, box: Box): void {
  const height = Math.min(box.height * 0.9, 84);
  const width = height * 0.68;
  const x = box.x + (box.width - width) / 2;
  const y = box.y + (box.height - height) / 2;
  for (const at of [3, 2, 1]) pen.box(x + at * 1.6, y - at * 1.6, width, height, 0, at === 3 ? GRAY : 1);
  pen.box(x, y, width, height, 0, 1);
  pen.text(x + width / 2, y + height / 2 + 5, "1", { size: 15, anchor: "middle" });
}

function spreadPicture(
  pen: Sketch,
  box: Box,
  { left, right, at, binding }: Extract<StepPicture, { of: "spread" }>,
): void {
  const height = Math.min(box.height * 0.9, 92);
  const width = height * 0.7;
  const x = box.x + box.width / 2;
  const y = box.y + (box.height - height) / 2;
  for (const depth of [4, 2, 0]) {
    pen.box(x - width - depth, y + depth * 0.5, width + depth, height, 0, 1);
    pen.box(x, y + depth * 0.5, width + depth, height, 0, 1);
  }
  pen.text(x - width / 2, y + height / 2 + 4, left, { size: 12, anchor: "middle" });
  pen.text(x + width / 2, y + height / 2 + 4, right, { size: 12, anchor: "middle" });
  for (const [index, station] of at.entries()) {
    const sy = y + station * height;
    if (binding === "staple") pen.lineTo(x, sy - 5, x, sy + 5, 2.4);
    else {
      pen.circle(x, sy, 1.7, null, 0);
      const next = at[index + 1];
      if (next !== undefined && index % 2 === 0) pen.lineTo(x, sy, x, y + next * height, 1.3);
    }
  }
}

/** Signatures from the back: each a fold, with its bar a step lower. */
function signaturesPicture(pen: Sketch, box: Box, count: number): void {
  const height = Math.min(box.height * 0.86, 90);
  const thick = 11;
  const x = box.x + (box.width - count * thick) / 2;
  const y = box.y + (box.height - height) / 2;
  for (let at = 0; at < count; at += 1) {
    pen.box(x + at * thick, y, thick - 1.5, height, 0, 1);
    pen.rule(
      x + at * thick + 2.5,
      y + height * 0.2 + (at * height * 0.5) / count,
      thick - 6.5,
      (height * 0.4) / count + 2,
    );
  }
}

function openPicture(pen: Sketch, box: Box, edges: "head" | "head and fore-edge"): void {
  const height = Math.min(box.height * 0.8, 84);
  const width = height * 0.7;
  const x = box.x + (box.width - width) / 2;
  const y = box.y + (box.height - height) / 2 + 4;
  for (const at of [3, 2, 1]) pen.box(x + at * 1.6, y - at * 1.6, width, height, 0, 1);
  pen.box(x, y, width, height, 0, 1);
  pen.text(x + width / 2, y + height / 2 + 5, "1", { size: 15, anchor: "middle" });
  pen.arrow(x + width + 14, y - 8, x - 8, y - 8, 0, 1.4);
  if (edges === "head and fore-edge") pen.arrow(x + width + 10, y - 2, x + width + 10, y + height + 6, 0, 1.4);
}

function trimPicture(pen: Sketch, box: Box): void {
  const height = Math.min(box.height * 0.8, 84);
  const width = height * 0.74;
  const x = box.x + (box.width - width) / 2;
  const y = box.y + (box.height - height) / 2;
  for (const at of [2, 1]) pen.box(x, y, width + at * 2.4, height, 0, 1);
  pen.box(x, y, width, height, 0, 1);
  pen.dashed(x + width - 6, y - 8, x + width - 6, y + height + 8, 1.2);
  scissors(pen, x + width - 6, y - 8);
}

/** The pile on edge between two boards, glue on the spine. */
function gluePicture(pen: Sketch, box: Box, folded: boolean): void {
  const width = Math.min(box.width * 0.42, 70);
  const height = Math.min(box.height * 0.62, 56);
  const x = box.x + (box.width - width) / 2;
  const y = box.y + (box.height - height) / 2;
  pen.box(x - 9, y + 9, 7, height, 0, GRAY);
  pen.box(x + width + 2, y + 9, 7, height, 0, GRAY);
  const leaves = 9;
  const step = width / leaves;
  for (let at = 0; at < leaves; at += 1) {
    const left = x + at * step;
    if (folded)
      pen.path(
        `M${n(left + 1)} ${n(y + height)}L${n(left + 1)} ${n(y + 3)}C${n(left + 1)} ${n(y)} ${n(left + step - 1)} ${n(y)} ${n(left + step - 1)} ${n(y + 3)}L${n(left + step - 1)} ${n(y + height)}`,
        0,
        0.6,
      );
    else pen.lineTo(left + step / 2, y, left + step / 2, y + height, 0.6);
  }
  pen.path(
    `M${n(x - 3)} ${n(y - 2)}C${n(x + width * 0.3)} ${n(y - 7)} ${n(x + width * 0.7)} ${n(y - 7)} ${n(x + width + 3)} ${n(y - 2)}Z`,
    0,
    0.4,
    MID,
  );
}
