// Takes printed sheets and the recipe of what hands do with them; gives the faces of the leaves as a reader turns them.
// The one idea: nothing here knows a scheme or a page number. Paper is rectangles that are split, mirrored and laid
// behind one another; a page comes where the paper takes it. So it proves the imposition instead of repeating it.
//
//        y                      fold left behind right:            fold top behind bottom:
//   +---------+---------+            +---------+                   layers split at the line, the moved parts are
//   |  left   |  right  |    →       |  right  |  layer 1          mirrored in it and follow in reverse order
//   +---------+---------+            |  left   |  layer 2
//                                    +---------+
//                                   spine

import { never } from "../diagnostic.ts";
import type { HandStep, Printing, Recipe } from "../page.ts";

/** Anything that is printed: where it stands on its side (its middle), and how. */
export interface Print {
  readonly page: number;
  /** The box it fills on the side. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Whether its head points to the side's upper edge. */
  readonly upright: boolean;
}

/** A sheet as it left the printer. */
export interface PrintedSheet<P extends Print = Print> {
  readonly width: number;
  readonly height: number;
  readonly front: readonly P[];
  readonly back: readonly P[];
  /** The axis about which the printer turned it between front and back. */
  readonly turnedAbout: "vertical" | "horizontal";
}

/** One face of a leaf in the finished zine. */
export interface Face<P extends Print = Print> {
  /** All prints on it, as boxes on the face when it is read: x from the face's left edge, y from its head. */
  readonly prints: readonly { readonly print: P; readonly x: number; readonly y: number; readonly upright: boolean }[];
  readonly width: number;
  readonly height: number;
}

export interface Folded<P extends Print = Print> {
  /** Two a leaf, in the order they are read; the first is the front cover. */
  readonly faces: readonly Face<P>[];
  /** Leaves of each signature. */
  readonly signatures: readonly number[];
  /** Folds that are not at the spine and must be cut open, by the edge they close. Leaves that are double by design are not counted. */
  readonly bolts: { readonly head: number; readonly fore: number; readonly tail: number };
  /** What is wrong with the paper itself: leaves of unlike size, leaves that no fold or glue holds. */
  readonly problems: readonly string[];
}

/** A rectangle of a sheet (as seen from its front) and where it lies in the pile. Mirrored an odd number of times, its back is up. */
interface Layer {
  readonly sheet: number;
  readonly rect: Rect;
  readonly x: Axis;
  readonly y: Axis;
}

/** From sheet to pile: value · sign + offset. */
interface Axis {
  readonly sign: 1 | -1;
  readonly offset: number;
}

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const NEAR = 0.01;

export function foldSheets<P extends Print>(sheets: readonly PrintedSheet<P>[], recipe: Recipe): Folded<P> {
  const closed = recipe.each.find((step) => step.do === "close");
  const signatures: Layer[][] = [];
  let next = 0;
  for (const count of recipe.gather) {
    let pile: Layer[] = [];
    for (let at = 0; at < count; at += 1, next += 1) {
      pile = [...pile, ...handle([wholeSheet(next, sheets[next]!)], recipe.each)];
    }
    signatures.push(handle(pile, recipe.together));
  }
  const layers = signatures.flat();
  return {
    faces: layers.flatMap((layer, at) => (closed ? closedFaces(layers, at, sheets) : openFaces(layer, sheets))),
    signatures: signatures.map((pile) => (closed ? pile.length / 2 : pile.length)),
    bolts: closed ? { head: 0, fore: 0, tail: 0 } : bolts(layers),
    problems: [
      ...unlike(layers),
      ...(closed ? [] : signatures.flatMap((pile, at) => loose(pile, at, recipe.binding))),
      ...(next === sheets.length ? [] : [`${sheets.length} sheets were printed, ${next} are used`]),
    ],
  };
}

function wholeSheet<P extends Print>(at: number, { width, height }: PrintedSheet<P>): Layer {
  const still: Axis = { sign: 1, offset: 0 };
  return { sheet: at, rect: { left: 0, right: width, top: 0, bottom: height }, x: still, y: still };
}

/** Sides in the order they left the printer, put together to sheets. */
export function sheetsOf<P extends Print>(
  sides: readonly { readonly width: number; readonly height: number; readonly prints: readonly P[] }[],
  { twoSided, flip }: Printing,
): PrintedSheet<P>[] {
  const count = twoSided ? Math.ceil(sides.length / 2) : sides.length;
  const oneByOne = flip === "one-sided";
  return Array.from({ length: count }, (_, at) => {
    const { width, height, prints } = sides[twoSided && !oneByOne ? 2 * at : at]!;
    const back = twoSided ? sides[oneByOne ? count + at : 2 * at + 1] : undefined;
    // The long edges of a landscape sheet are level, those of a portrait one upright.
    const upright = width > height ? "short-edge" : "long-edge";
    return {
      width,
      height,
      front: prints,
      back: back?.prints ?? [],
      turnedAbout: oneByOne || flip === upright ? "vertical" : "horizontal",
    };
  });
}

// ---------------------------------------------------------------------------------------------------- hands

function handle(pile: readonly Layer[], steps: readonly HandStep[]): Layer[] {
  let layers = [...pile];
  let slits: readonly Slit[] = [];
  for (const step of steps) {
    switch (step.do) {
      case "fold":
        layers = fold(layers, step.move, step.at);
        break;
      case "cut":
        layers = cut(layers, step.below, step.at);
        break;
      case "slit":
        slits = [...slits, ...slitsOf(step)];
        break;
      case "close":
        layers = layers.flatMap((layer) => close(layer, step, slits));
        break;
      default:
        never(step);
    }
  }
  return layers;
}

function fold(layers: readonly Layer[], move: "left" | "top", at: number): Layer[] {
  const axis = move === "left" ? "x" : "y";
  const line = position(layers, axis, at);
  const staying = layers.flatMap((layer) => part(layer, axis, line, "after"));
  const moving = layers.flatMap((layer) => part(layer, axis, line, "before"));
  return [...staying, ...moving.reverse().map((layer) => mirrored(layer, axis, line))];
}

function cut(layers: readonly Layer[], below: "right" | "bottom", at: number): Layer[] {
  const axis = below === "right" ? "x" : "y";
  const line = position(layers, axis, at);
  const start = position(layers, axis, 0);
  const above = layers.flatMap((layer) => part(layer, axis, line, "before"));
  const under = layers.flatMap((layer) => part(layer, axis, line, "after"));
  return [...above, ...under.map((layer) => shifted(layer, axis, start - line))];
}

function position(layers: readonly Layer[], axis: "x" | "y", fraction: number): number {
  const spans = layers.map((layer) => span(layer, axis));
  const low = Math.min(...spans.map(([from]) => from));
  const high = Math.max(...spans.map(([, to]) => to));
  return low + (high - low) * fraction;
}

/** Where a layer lies in the pile along an axis. */
function span(layer: Layer, axis: "x" | "y"): readonly [number, number] {
  const { sign, offset } = layer[axis];
  const [a, b] = axis === "x" ? [layer.rect.left, layer.rect.right] : [layer.rect.top, layer.rect.bottom];
  const [p, q] = [a * sign + offset, b * sign + offset];
  return p < q ? [p, q] : [q, p];
}

function part(layer: Layer, axis: "x" | "y", line: number, want: "before" | "after"): Layer[] {
  const [from, to] = span(layer, axis);
  const keep: readonly [number, number] = want === "before" ? [from, Math.min(to, line)] : [Math.max(from, line), to];
  if (keep[1] - keep[0] < NEAR) return [];
  const { sign, offset } = layer[axis];
  const ends = keep.map((value) => (value - offset) * sign).sort((a, b) => a - b) as [number, number];
  const rect =
    axis === "x" ? { ...layer.rect, left: ends[0], right: ends[1] } : { ...layer.rect, top: ends[0], bottom: ends[1] };
  return [{ ...layer, rect }];
}

function mirrored(layer: Layer, axis: "x" | "y", line: number): Layer {
  const { sign, offset } = layer[axis];
  return { ...layer, [axis]: { sign: -sign as 1 | -1, offset: 2 * line - offset } };
}

function shifted(layer: Layer, axis: "x" | "y", by: number): Layer {
  const { sign, offset } = layer[axis];
  return { ...layer, [axis]: { sign, offset: offset + by } };
}

// ---------------------------------------------------------------------------------------------------- rings and strips

type CloseStep = Extract<HandStep, { do: "close" }>;
type SlitStep = Extract<HandStep, { do: "slit" }>;

/** An edge of the grid that is cut: between two panels. */
type Slit = string;

const edgeName = (a: readonly [number, number], b: readonly [number, number]): Slit =>
  [a, b]
    .map(([column, row]) => `${column},${row}`)
    .sort()
    .join("|");

/** Panels parted by the slit lines. */
function slitsOf({ lines }: SlitStep): Slit[] {
  const cutEdges: Slit[] = [];
  for (const line of lines) {
    for (let at = 1; at < line.length; at += 1) {
      const [c0, r0] = line[at - 1]!;
      const [c1, r1] = line[at]!;
      for (let c = Math.min(c0, c1); c < Math.max(c0, c1); c += 1) cutEdges.push(edgeName([c, r0 - 1], [c, r0]));
      for (let r = Math.min(r0, r1); r < Math.max(r0, r1); r += 1) cutEdges.push(edgeName([c0 - 1, r], [c0, r]));
    }
  }
  return cutEdges;
}

/**
 * Follows the paper from panel to panel, beginning with the first one face up, its spine at its left edge. A fold at the
 * spine takes the next panel to the next leaf, any other fold takes it behind the panel before: both mirror it in the
 * fold. Panels that no paper joins, that do not come to lie on the pile, or that branch, make the sheet impossible.
 */
function close(whole: Layer, step: CloseStep, slits: readonly Slit[]): Layer[] {
  const { columns, rows } = step;
  const panelWidth = (whole.rect.right - whole.rect.left) / columns;
  const panelHeight = (whole.rect.bottom - whole.rect.top) / rows;
  const dropped = new Set(step.drop.map(String));
  const panel = ([column, row]: readonly [number, number]): Rect => ({
    left: column * panelWidth,
    right: (column + 1) * panelWidth,
    top: row * panelHeight,
    bottom: (row + 1) * panelHeight,
  });
  const neighbours = ([column, row]: readonly [number, number]) =>
    (
      [
        [column - 1, row],
        [column + 1, row],
        [column, row - 1],
        [column, row + 1],
      ] as const
    ).filter(
      (other) =>
        other[0] >= 0 &&
        other[0] < columns &&
        other[1] >= 0 &&
        other[1] < rows &&
        !dropped.has(String(other)) &&
        !slits.includes(edgeName([column, row], other)),
    );
  const layers: Layer[] = [{ ...whole, rect: panel(step.first) }];
  const spine = span(layers[0]!, "x")[0];
  const seen = new Set([String(step.first)]);
  let here = step.first as readonly [number, number];
  for (;;) {
    const layer = layers.at(-1)!;
    const atSpine = layers.length % 2 === 0;
    const next = neighbours(here).find((other) => {
      const [axis, line] = hinge(layer, here, other);
      return !seen.has(String(other)) && atSpine === (axis === "x" && Math.abs(line - spine) < NEAR);
    });
    if (next === undefined) return layers;
    const [axis, line] = hinge(layer, here, next);
    layers.push(mirrored({ ...layer, rect: panel(next) }, axis, line));
    seen.add(String(next));
    here = next;
  }
}

/** The fold between two neighbouring panels, as a line in the pile. */
function hinge(
  layer: Layer,
  [column, row]: readonly [number, number],
  other: readonly [number, number],
): readonly ["x" | "y", number] {
  const { left, right, top, bottom } = layer.rect;
  if (other[1] === row) return ["x", (other[0] > column ? right : left) * layer.x.sign + layer.x.offset];
  return ["y", (other[1] > row ? bottom : top) * layer.y.sign + layer.y.offset];
}

// ---------------------------------------------------------------------------------------------------- leaves

/** The two faces of a leaf that is one layer of paper. */
function openFaces<P extends Print>(layer: Layer, sheets: readonly PrintedSheet<P>[]): Face<P>[] {
  return [face(layer, sheets, "towards"), face(layer, sheets, "away")];
}

/** Of a leaf of two layers back to back each gives one face; its other side is never seen. */
function closedFaces<P extends Print>(
  layers: readonly Layer[],
  at: number,
  sheets: readonly PrintedSheet<P>[],
): Face<P>[] {
  return [face(layers[at]!, sheets, at % 2 === 0 ? "towards" : "away")];
}

/** Seen from the front of the zine (`towards`), or after the leaf is turned about its spine (`away`). */
function face<P extends Print>(layer: Layer, sheets: readonly PrintedSheet<P>[], seen: "towards" | "away"): Face<P> {
  const sheet = sheets[layer.sheet]!;
  const frontUp = layer.x.sign * layer.y.sign === 1;
  const front = frontUp === (seen === "towards");
  const [x0, x1] = span(layer, "x");
  const [y0, y1] = span(layer, "y");
  const prints: { print: P; x: number; y: number; upright: boolean }[] = [];
  for (const print of front ? sheet.front : sheet.back) {
    const box = front ? print : turnedOver(print, sheet);
    const middleX = box.x + print.width / 2;
    const middleY = box.y + print.height / 2;
    const { left, right, top, bottom } = layer.rect;
    if (middleX < left || middleX >= right || middleY < top || middleY >= bottom) continue;
    const inPileX = layer.x.sign === 1 ? box.x + layer.x.offset : -(box.x + print.width) + layer.x.offset;
    const inPileY = layer.y.sign === 1 ? box.y + layer.y.offset : -(box.y + print.height) + layer.y.offset;
    prints.push({
      print,
      x: seen === "towards" ? inPileX - x0 : x1 - inPileX - print.width,
      y: inPileY - y0,
      upright: box.upright === (layer.y.sign === 1),
    });
  }
  return { prints, width: x1 - x0, height: y1 - y0 };
}

/** A place on the back, as a place of the sheet seen from its front, through the paper. */
function turnedOver<P extends Print>(print: P, { width, height, turnedAbout }: PrintedSheet<P>) {
  if (turnedAbout === "vertical") return { x: width - print.x - print.width, y: print.y, upright: print.upright };
  return { x: print.x, y: height - print.y - print.height, upright: !print.upright };
}

// ---------------------------------------------------------------------------------------------------- what paper shows

function unlike(layers: readonly Layer[]): string[] {
  const [first] = layers;
  if (!first) return ["there is no paper"];
  const [x0, x1] = span(first, "x");
  const [y0, y1] = span(first, "y");
  const odd = layers.filter((layer) => {
    const [a, b] = span(layer, "x");
    const [c, d] = span(layer, "y");
    return Math.max(Math.abs(a - x0), Math.abs(b - x1), Math.abs(c - y0), Math.abs(d - y1)) > NEAR;
  });
  return odd.length === 0 ? [] : [`${odd.length} leaves do not lie flush with the first one`];
}

/** Two layers are one piece of paper where their rectangles touch on the sheet and the touching edge lies in one place in the pile. */
function joined(a: Layer, b: Layer): "spine" | "fore" | "head" | "tail" | null {
  if (a.sheet !== b.sheet) return null;
  for (const [edge, opposite, axis] of [
    ["left", "right", "x"],
    ["right", "left", "x"],
    ["top", "bottom", "y"],
    ["bottom", "top", "y"],
  ] as const) {
    if (Math.abs(a.rect[edge] - b.rect[opposite]) > NEAR || !overlap(a, b, axis === "x" ? "y" : "x")) continue;
    const [p, q] = [a, b].map(
      (layer, at) => layer.rect[at === 0 ? edge : opposite] * layer[axis].sign + layer[axis].offset,
    );
    if (Math.abs(p! - q!) > NEAR) continue;
    const [low] = span(a, axis);
    const isLow = Math.abs(p! - low) < NEAR;
    if (axis === "x") return isLow ? "spine" : "fore";
    return isLow ? "head" : "tail";
  }
  return null;
}

function overlap(a: Layer, b: Layer, axis: "x" | "y"): boolean {
  const [p, q] = axis === "x" ? (["left", "right"] as const) : (["top", "bottom"] as const);
  return Math.min(a.rect[q], b.rect[q]) - Math.max(a.rect[p], b.rect[p]) > NEAR;
}

function bySheet(layers: readonly Layer[]): Layer[][] {
  const groups = new Map<number, Layer[]>();
  for (const layer of layers) {
    const group = groups.get(layer.sheet);
    if (group) group.push(layer);
    else groups.set(layer.sheet, [layer]);
  }
  return [...groups.values()];
}

function bolts(layers: readonly Layer[]): { head: number; fore: number; tail: number } {
  const found = { head: 0, fore: 0, tail: 0 };
  for (const group of bySheet(layers)) {
    for (const [at, layer] of group.entries()) {
      for (const other of group.slice(at + 1)) {
        const edge = joined(layer, other);
        if (edge !== null && edge !== "spine") found[edge] += 1;
      }
    }
  }
  return found;
}

/** Thread and staples hold a leaf only where its paper goes on through the spine. Glue holds any leaf. */
function loose(pile: readonly Layer[], signature: number, binding: Recipe["binding"]): string[] {
  if (binding === "glue" || binding === "none") return [];
  const free = bySheet(pile).flatMap((group) =>
    group.filter((layer) => !group.some((other) => other !== layer && joined(layer, other) === "spine")),
  );
  return free.length === 0 ? [] : [`${free.length} leaves of signature ${signature + 1} are held by nothing`];
}
