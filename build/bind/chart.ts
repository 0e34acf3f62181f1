// Takes the events of the timeline, gives a chart of them: time runs down an axis that is true to scale, labels stand
// beside it as near to their dates as they can without touching, and what a date does not say the chart does not claim.
//
//   1917 ┤
//        ●───────── 8 March 1917  Bread queues become a strike       ● a day
//        ┃                                                           ┃ a span of time
//        ┃───────── 1917–1918  The committee sits                    ▯ some day within these bounds
//        ≈  years without events, cut out                            ┇ the source is not sure
//   1921 ┤
//
// The geometry is one pure function; print turns it into marks, the EPUB into SVG.

import type { EdtfDate, TimelineEvent } from "../book.ts";
import type { FaceStyle, Mark, Outline, PathMark, Shape, ShapedWord } from "../page.ts";
import { plainText } from "../walk.ts";
import { bareStretches, type Stretch, stretchesOf } from "./axis.ts";

export interface ChartSpec {
  readonly width: number;
  /** No chart is higher; further events go on in another. The first may have less room. */
  readonly maxHeight: number;
  readonly firstHeight?: number;
  readonly size: number;
  readonly leading: number;
  /** Width of a text in points. */
  readonly widthOf: (text: string, italic: boolean) => number;
  /** BCP 47, for the names of months. */
  readonly lang: string;
  readonly legend: ChartLegend;
}

export interface ChartLegend {
  readonly day: string;
  readonly span: string;
  readonly within: string;
  readonly uncertain: string;
}

export interface ChartText {
  readonly x: number;
  /** Baseline. */
  readonly y: number;
  readonly text: string;
  readonly italic: boolean;
  readonly align: "left" | "right";
  readonly size: number;
  /** The event the text is of; "" for ticks and legend. */
  readonly event: string;
}

export interface ChartPath {
  readonly d: string;
  readonly fill: boolean;
  readonly weight: number;
}

export interface ChartGeometry {
  readonly width: number;
  readonly height: number;
  readonly paths: readonly ChartPath[];
  readonly texts: readonly ChartText[];
}

type Kind = "day" | "span" | "within";

interface Entry {
  readonly id: string;
  readonly date: EdtfDate;
  readonly kind: Kind;
  readonly dateText: string;
  /** Lines of the label; the first begins with the date. */
  readonly lines: readonly string[];
  readonly height: number;
}

const MAX_LABEL_LINES = 2;
/** Between the lanes of bars, and from the last lane to the labels. */
const LANE_STEP = 7;
const LEADER = 26;
const BAR = 3;
const DOT = 1.9;
const AXIS = 0.6;
const HAIR = 0.3;
/** Bars shorter than this are drawn as dots. */
const LEAST_BAR = 6;
/** From a label's upper edge to its first baseline, in lines; from there to the middle of small letters, in ems. */
const BASELINE = 0.72;
const HALF_X_HEIGHT = 0.22;
/** What a cut in the axis takes. */
const CUT_HEIGHT = 14;
/** Blank behind a date, in ems. */
const DATE_BLANK = 0.6;

/** One chart, or several where the labels of all events do not fit into one. No events: no chart. */
export function chartGeometry(events: readonly TimelineEvent[], spec: ChartSpec): ChartGeometry[] {
  if (events.length === 0) return [];
  return groupsOf(events, spec).map((group, i) => drawChart(group, spec, roomOf(spec, i)));
}

function roomOf(spec: ChartSpec, chart: number): number {
  return (chart === 0 ? (spec.firstHeight ?? spec.maxHeight) : spec.maxHeight) - legendHeight(spec);
}

/** How full of labels a chart may be: what is left lets them stand near their dates. */
const MOST_FILLED = 0.92;
/** What another chart costs, in squares of a line that a label stands off its date. */
const CHART_COST = 120;

/**
 * The cheapest way to split the events among charts, by dynamic programming over where a chart ends: quiet years and
 * crowded weeks then do not share a scale. A chart that cannot hold even one label takes one.
 */
function groupsOf(events: readonly TimelineEvent[], spec: ChartSpec): TimelineEvent[][] {
  const heights = layOut(events, spec).entries.map((entry) => entry.height);
  const best: { readonly cost: number; readonly from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= events.length; end += 1) {
    let choice = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    for (let from = end - 1, needed = 0; from >= 0; from -= 1) {
      needed += heights[from]!;
      const room = roomOf(spec, from === 0 ? 0 : 1);
      if (needed > room * MOST_FILLED && from < end - 1) break;
      const own = displacement(events.slice(from, end), heights.slice(from, end), heightOf(needed, room, spec), spec);
      const cost = best[from]!.cost + own + CHART_COST;
      if (cost < choice.cost) choice = { cost, from };
    }
    best.push(choice);
  }
  const groups: TimelineEvent[][] = [];
  for (let end = events.length; end > 0; end = best[end]!.from) groups.unshift(events.slice(best[end]!.from, end));
  return groups;
}

/** How far labels stand off their dates: squares of lines, summed. */
function displacement(
  events: readonly TimelineEvent[],
  heights: readonly number[],
  height: number,
  spec: ChartSpec,
): number {
  const line = spec.leading;
  const { yOf } = scaleOf(bareStretches(events), line / 2, height - line / 2);
  const wanted = events.map(({ date }) => yOf(date.first) - middleOf(spec));
  return spread(wanted, heights, 0, height).reduce((sum, place, i) => sum + ((place - wanted[i]!) / line) ** 2, 0);
}

function heightOf(needed: number, room: number, spec: ChartSpec): number {
  return Math.min(room, Math.max(needed * 2.4, spec.leading * 8));
}

/** From a label's upper edge to the middle of its first line's small letters: there its leader ends. */
function middleOf(spec: ChartSpec): number {
  return spec.leading * BASELINE - spec.size * HALF_X_HEIGHT;
}

function legendHeight(spec: ChartSpec): number {
  return spec.leading * 2;
}

/** Widths and labels of a chart, before anything has its height. */
interface Layout {
  readonly stretches: readonly Stretch[];
  /** Where the axis stands, and where labels begin. */
  readonly axis: number;
  readonly labelX: number;
  readonly lanes: readonly number[];
  readonly entries: readonly Entry[];
  /** Height of all labels. */
  readonly needed: number;
}

function layOut(events: readonly TimelineEvent[], spec: ChartSpec): Layout {
  const stretches = stretchesOf(events, spec.lang);
  const ticks = stretches.flatMap((stretch) => stretch.ticks);
  const axis = Math.max(...ticks.map((tick) => spec.widthOf(tick.label, false))) + 9;
  const lanes = lanesOf(events);
  const labelX = axis + Math.max(...lanes) * LANE_STEP + LEADER;
  const entries = events.map((event) => entryOf(event, spec, spec.width - labelX));
  const needed = entries.reduce((sum, entry) => sum + entry.height, 0);
  return { stretches, axis, labelX, lanes, entries, needed };
}

function drawChart(events: readonly TimelineEvent[], spec: ChartSpec, room: number): ChartGeometry {
  const { stretches, axis, labelX, lanes, entries, needed } = layOut(events, spec);
  const height = heightOf(needed, room, spec);
  const scale = scaleOf(stretches, spec.leading * 0.5, height - spec.leading * 0.5);
  const paths: ChartPath[] = [];
  const texts: ChartText[] = [];
  stretches.forEach((stretch, i) => {
    const { from, to } = scale.spans[i]!;
    paths.push({ d: `M ${axis} ${round(from)} L ${axis} ${round(to)}`, fill: false, weight: AXIS });
    if (i > 0) paths.push(...cutSign(axis, from - CUT_HEIGHT / 2));
    let lastTick = Number.NEGATIVE_INFINITY;
    for (const { day, label } of stretch.ticks) {
      const y = scale.yOf(day, i);
      paths.push({ d: `M ${axis - 4} ${round(y)} L ${axis} ${round(y)}`, fill: false, weight: AXIS });
      if (y - lastTick < spec.leading) continue;
      lastTick = y;
      texts.push(textAt(axis - 7, y + spec.size * 0.3, label, "right", spec.size));
    }
  });
  const extents = entries.map(({ date }) => [scale.yOf(date.first), scale.yOf(date.last + 1)] as const);
  const wanted = extents.map(([from, to]) => (to - from < LEAST_BAR ? (from + to) / 2 : from + LEAST_BAR / 2));
  const places = spread(
    wanted.map((y) => y - middleOf(spec)),
    entries.map((entry) => entry.height),
    0,
    height,
  );
  entries.forEach((entry, i) => {
    const x = axis + lanes[i]! * LANE_STEP;
    const first = places[i]! + spec.leading * BASELINE;
    paths.push(...markOf(entry, x, ...extents[i]!));
    const start = x + (entry.kind === "day" ? DOT + 1 : BAR / 2 + 1);
    paths.push(leader(start, wanted[i]!, labelX, places[i]! + middleOf(spec)));
    texts.push(...labelTexts(entry, labelX, first, spec));
  });
  const legend = legendOf(entries, axis, height + spec.leading * 1.5, spec);
  return {
    width: spec.width,
    height: height + legendHeight(spec),
    paths: [...paths, ...legend.paths],
    texts: [...texts, ...legend.texts],
  };
}

/** From days to heights. All stretches have one scale; between them lies the room of a cut. */
function scaleOf(
  stretches: readonly Omit<Stretch, "ticks">[],
  top: number,
  bottom: number,
): {
  readonly spans: readonly { from: number; to: number }[];
  readonly yOf: (day: number, stretch?: number) => number;
} {
  const days = stretches.reduce((sum, { from, to }) => sum + to - from, 0);
  const perDay = (bottom - top - (stretches.length - 1) * CUT_HEIGHT) / days;
  let y = top;
  const spans = stretches.map((stretch) => {
    const span = { from: y, to: y + (stretch.to - stretch.from) * perDay };
    y = span.to + CUT_HEIGHT;
    return span;
  });
  const yOf = (
    day: number,
    stretch = Math.max(
      0,
      stretches.findIndex(({ to }) => day <= to),
    ),
  ) => spans[stretch]!.from + (day - stretches[stretch]!.from) * perDay;
  return { spans, yOf };
}

/** Two slanted strokes across the axis. */
function cutSign(axis: number, y: number): ChartPath[] {
  return [-1.6, 1.6].map((dy) => ({
    d: `M ${axis - 4} ${round(y + dy + 1.5)} L ${axis + 4} ${round(y + dy - 1.5)}`,
    fill: false,
    weight: AXIS,
  }));
}

/** ```
 *   mark ──╮
 *          ╰── label
 * ``` */
function leader(start: number, from: number, labelX: number, to: number): ChartPath {
  const bend = labelX - LEADER + 8;
  const d = `M ${round(start)} ${round(from)} L ${round(bend)} ${round(from)} L ${round(labelX - 9)} ${round(to)} L ${round(labelX - 3)} ${round(to)}`;
  return { d, fill: false, weight: HAIR };
}

function textAt(x: number, y: number, text: string, align: "left" | "right", size: number): ChartText {
  return { x, y, text, italic: false, align, size, event: "" };
}

/** A date that names one day is a day; two dates joined are a span; any other names bounds. */
function kindOf(date: EdtfDate): Kind {
  if (date.edtf.includes("/")) return "span";
  return date.first === date.last ? "day" : "within";
}

function entryOf(event: TimelineEvent, spec: ChartSpec, room: number): Entry {
  const dateText = event.date.text;
  const words = plainText(event.event).split(/\s+/).filter(Boolean);
  const dateWidth = spec.widthOf(dateText, true) + DATE_BLANK * spec.size;
  const lines: string[] = [];
  let line = "";
  const roomOf = () => (lines.length === 0 ? room - dateWidth : room);
  for (const word of words) {
    const longer = line ? `${line} ${word}` : word;
    if (spec.widthOf(longer, false) <= roomOf() || (line === "" && lines.length > 0)) {
      line = longer;
      continue;
    }
    if (lines.length + 1 === MAX_LABEL_LINES) {
      line = shortened(line, roomOf(), spec);
      break;
    }
    lines.push(line);
    line = word;
  }
  lines.push(line);
  const height = spec.leading * (lines.length + 0.25);
  return { id: event.id, date: event.date, kind: kindOf(event.date), dateText, lines, height };
}

function shortened(line: string, room: number, spec: ChartSpec): string {
  let words = line.split(" ");
  const text = () => `${words.join(" ").replace(/[\s.,:;–—-]+$/, "")}…`;
  while (words.length > 1 && spec.widthOf(text(), false) > room) words = words.slice(0, -1);
  return text();
}

function labelTexts(entry: Entry, x: number, y: number, spec: ChartSpec): ChartText[] {
  const { size, leading } = spec;
  const dateWidth = spec.widthOf(entry.dateText, true) + DATE_BLANK * size;
  const date = { x, y, text: entry.dateText, italic: true, align: "left" as const, size, event: entry.id };
  const rest = entry.lines.map((text, i) => ({
    ...date,
    x: i === 0 ? x + dateWidth : x,
    y: y + i * leading,
    text,
    italic: false,
  }));
  return [date, ...rest.filter((each) => each.text !== "")];
}

function markOf(entry: Entry, x: number, from: number, to: number): ChartPath[] {
  const { kind, date } = entry;
  if (kind === "day" || to - from < LEAST_BAR) return [dot(x, (from + to) / 2, kind !== "within" && !date.uncertain)];
  if (date.uncertain) return dashedBar(x, from, to, kind === "span");
  return [bar(x, from, to, kind === "span")];
}

/** Four curves that differ from a circle by less than 0.03 % of its radius. */
function dot(x: number, y: number, fill: boolean): ChartPath {
  const r = DOT;
  const k = r * 0.5523;
  const p = (dx: number, dy: number) => `${round(x + dx)} ${round(y + dy)}`;
  const d =
    `M ${p(r, 0)} C ${p(r, k)} ${p(k, r)} ${p(0, r)} C ${p(-k, r)} ${p(-r, k)} ${p(-r, 0)} ` +
    `C ${p(-r, -k)} ${p(-k, -r)} ${p(0, -r)} C ${p(k, -r)} ${p(r, -k)} ${p(r, 0)} Z`;
  return { d, fill, weight: 0.6 };
}

function bar(x: number, from: number, to: number, fill: boolean): ChartPath {
  const [left, right] = [round(x - BAR / 2), round(x + BAR / 2)];
  const d = `M ${left} ${round(from)} L ${right} ${round(from)} L ${right} ${round(to)} L ${left} ${round(to)} Z`;
  return { d, fill, weight: 0.6 };
}

function dashedBar(x: number, from: number, to: number, fill: boolean): ChartPath[] {
  const count = Math.max(2, Math.round((to - from) / 5));
  const step = (to - from) / (count - 0.4);
  return Array.from({ length: count }, (_, i) => bar(x, from + i * step, from + (i + 0.6) * step, fill));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What the chart's signs mean, for those it shows. */
function legendOf(
  entries: readonly Entry[],
  left: number,
  y: number,
  spec: ChartSpec,
): { readonly paths: ChartPath[]; readonly texts: ChartText[] } {
  const { legend, size } = spec;
  const middle = y - size * 0.28;
  const high = size * 0.42;
  const shown: [string, (x: number) => ChartPath[]][] = [];
  const some = (test: (entry: Entry) => boolean) => entries.some(test);
  if (some((each) => each.kind === "day")) shown.push([legend.day, (x) => [dot(x, middle, true)]]);
  if (some((each) => each.kind === "span"))
    shown.push([legend.span, (x) => [bar(x, middle - high, middle + high, true)]]);
  if (some((each) => each.kind === "within"))
    shown.push([legend.within, (x) => [bar(x, middle - high, middle + high, false)]]);
  if (some((each) => each.date.uncertain))
    shown.push([legend.uncertain, (x) => dashedBar(x, middle - high, middle + high, false)]);
  const paths: ChartPath[] = [];
  const texts: ChartText[] = [];
  let x = left;
  for (const [text, draw] of shown) {
    paths.push(...draw(x));
    texts.push(textAt(x + 6, y, text, "left", size * 0.9));
    x += 6 + spec.widthOf(text, false) + size * 1.6;
  }
  return { paths, texts };
}

// ---------------------------------------------------------------------------------------------------- places

/** A lane for each event, so that bars that overlap in time stand side by side; days share the first. */
function lanesOf(events: readonly TimelineEvent[]): number[] {
  const ends: number[] = [];
  return events.map(({ date }) => {
    if (date.first === date.last) return 0;
    let lane = ends.findIndex((end) => end < date.first);
    if (lane === -1) lane = ends.length;
    ends[lane] = date.last;
    return lane;
  });
}

/**
 * Places in order, as near as can be (least squares) to where they want to be, that do not overlap and stay between
 * `least` and `most`. Pool adjacent violators (Robertson, Wright and Dykstra, Order Restricted Statistical Inference,
 * 1988, ch. 1): with the heights above taken off, the constraints say no more than that the places do not decrease.
 */
export function spread(wanted: readonly number[], heights: readonly number[], least: number, most: number): number[] {
  let above = 0;
  const offsets = heights.map((height) => {
    above += height;
    return above - height;
  });
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((value, i) => {
    pools.push({ sum: value - offsets[i]!, count: 1 });
    while (pools.length > 1) {
      const last = pools.at(-1)!;
      const before = pools.at(-2)!;
      if (before.sum / before.count <= last.sum / last.count) break;
      pools.pop();
      before.sum += last.sum;
      before.count += last.count;
    }
  });
  const highest = Math.max(least, most - above);
  const levels = pools.flatMap(({ sum, count }) => {
    const level = Math.min(Math.max(sum / count, least), highest);
    return Array.from({ length: count }, () => level);
  });
  return levels.map((level, i) => level + offsets[i]!);
}

// ---------------------------------------------------------------------------------------------------- print and EPUB

export interface ChartMarks {
  readonly marks: readonly Mark[];
  readonly words: readonly ShapedWord[];
  readonly height: number;
}

export interface PrintChart extends Omit<ChartSpec, "widthOf"> {
  readonly family: string;
}

/** Charts as marks of node 0, their words counted from 0, the upper left corner at 0, 0. */
export function timelineChart(events: readonly TimelineEvent[], chart: PrintChart, shape: Shape): ChartMarks[] {
  const style = (italic: boolean) => styleOf(chart.family, italic);
  const widthOf = (text: string, italic: boolean) => (shape(text, style(italic)).width * chart.size) / 1000;
  return chartGeometry(events, { ...chart, widthOf }).map((geometry) => {
    const words: ShapedWord[] = [];
    const marks: Mark[] = geometry.paths.map((path) => pathMark(path));
    for (const text of geometry.texts) {
      const line = shape(text.text, style(text.italic));
      const width = (line.width * text.size) / 1000;
      marks.push({
        type: "text",
        x: text.align === "left" ? text.x : text.x - width,
        y: text.y,
        size: text.size,
        stretch: 1,
        colour: 0,
        words: line.words.map((word) => words.push(word) - 1),
        gaps: line.gaps.map((gap, i) => (i + 1 === line.gaps.length ? 0 : gap < 0 ? -1 : (gap * text.size) / 1000)),
        node: 0,
      });
    }
    return { marks, words, height: geometry.height };
  });
}

function styleOf(family: string, italic: boolean): FaceStyle {
  return { family, italic, bold: false, smallCaps: false };
}

function pathMark(path: ChartPath): PathMark {
  const { d, fill, weight } = path;
  return { type: "path", x: 0, y: 0, d, fill: fill ? 0 : null, stroke: fill ? null : 0, weight, node: 0 };
}

/** An SVG chart has the shape of a reader's page, in user units of about a point. */
const SVG_PAGE = { width: 400, maxHeight: 540, size: 12, leading: 16 };

export interface SvgChart {
  readonly lang: string;
  readonly title: string;
  readonly legend: ChartLegend;
  readonly shape: Shape;
  readonly outline: Outline;
  readonly family: string;
}

/**
 * The charts as SVG pictures in the reader's own colour, one for each page; none without events. Letters are outlines, so
 * that the picture asks for no font; each is drawn once and then only placed.
 */
export function chartSvgs(events: readonly TimelineEvent[], chart: SvgChart): string[] {
  const { lang, legend, shape, family } = chart;
  const widthOf = (text: string, italic: boolean) =>
    (shape(text, styleOf(family, italic)).width * SVG_PAGE.size) / 1000;
  return chartGeometry(events, { ...SVG_PAGE, widthOf, lang, legend }).map((geometry, i) => {
    const title = i === 0 ? chart.title : `${chart.title} (${i + 1})`;
    return svgOf(geometry, chart, title);
  });
}

function svgOf(geometry: ChartGeometry, chart: SvgChart, title: string): string {
  const letters = new Map<string, { readonly id: string; readonly d: string }>();
  const paths = geometry.paths.map(
    ({ d, fill, weight }) =>
      `<path d="${d}"${fill ? "" : ` fill="none" stroke="currentColor" stroke-width="${weight}"`}/>`,
  );
  const texts = geometry.texts.map((each) => placedText(each, chart, letters));
  const drawn = [...letters.values()].map(({ id, d }) => `<path id="${id}" d="${d}"/>`);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ' +
    `viewBox="0 0 ${geometry.width} ${Math.ceil(geometry.height)}" role="img" xml:lang="${escapeXml(chart.lang)}" ` +
    `fill="currentColor"><title>${escapeXml(title)}</title><defs>${drawn.join("")}</defs>` +
    `${paths.join("")}${texts.join("")}</svg>`
  );
}

/** A line as letters put side by side; their outlines go into `letters`. */
function placedText(
  each: ChartText,
  { shape, outline, family }: SvgChart,
  letters: Map<string, { readonly id: string; readonly d: string }>,
): string {
  const style = styleOf(family, each.italic);
  const line = shape(each.text, style);
  const perMille = SVG_PAGE.size / 1000;
  const scale = each.size / SVG_PAGE.size;
  let x = each.align === "right" ? -line.width * perMille : 0;
  const placed: string[] = [];
  line.words.forEach((word, i) => {
    word.unicode.forEach((text, k) => {
      const key = `${each.italic} ${text}`;
      let letter = letters.get(key);
      if (!letter) letters.set(key, (letter = { id: `c${letters.size}`, d: outline(text, style, SVG_PAGE.size).d }));
      const [dx, dy] = [word.offsets?.[2 * k] ?? 0, word.offsets?.[2 * k + 1] ?? 0];
      const y = dy === 0 ? "" : ` y="${round(-dy * perMille)}"`;
      if (letter.d !== "") placed.push(`<use xlink:href="#${letter.id}" x="${round(x + dx * perMille)}"${y}/>`);
      x += word.advances[k]! * perMille;
    });
    x += Math.max(line.gaps[i]!, 0) * perMille;
  });
  const size = scale === 1 ? "" : ` scale(${round(scale)})`;
  return (
    `<g role="img" aria-label="${escapeXml(each.text)}" transform="translate(${round(each.x)} ${round(each.y)})${size}">` +
    `${placed.join("")}</g>`
  );
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
