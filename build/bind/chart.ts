// Takes the events of the timeline, gives a chart of them: time runs down an axis that is true to scale, labels stand
// beside it as near to their dates as they can without touching, and what a date does not say the chart does not claim.
//
//   1917 ┤
//        ●───────── 8 March 1917  Bread queues become a strike       ● a day
//        ┃                                                           ┃ a span of time
//        ┃───────── 1917–1918  The committee sits                    ▯ some day within these bounds
//   1918 ┤                                                           ┇ the source is not sure
//
// The geometry is one pure function; print turns it into marks, the EPUB into SVG.

import type { EdtfDate, TimelineEvent } from "../book.ts";
import type { FaceStyle, Mark, PathMark, Shape, ShapedWord } from "../page.ts";
import { plainText } from "../walk.ts";

export interface ChartSpec {
  readonly width: number;
  /** No chart is higher; further events go on in another. */
  readonly maxHeight: number;
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
/** From the axis to the first lane, between lanes, and from the last lane to the labels. */
const LANE_START = 0;
const LANE_STEP = 7;
const LEADER = 26;
const BAR = 3;
const DOT = 1.9;
const HAIR = 0.4;
/** Bars shorter than this are drawn as dots. */
const LEAST_BAR = 6;

/** One chart, or several where the labels of all events do not fit into one. No events: no chart. */
export function chartGeometry(events: readonly TimelineEvent[], spec: ChartSpec): ChartGeometry[] {
  const charts: ChartGeometry[] = [];
  for (const group of groupsOf(events, spec)) charts.push(drawChart(group, spec));
  return charts;
}

/** Splits the events into groups of like size whose labels fit one chart. */
function groupsOf(events: readonly TimelineEvent[], spec: ChartSpec): TimelineEvent[][] {
  const room = spec.maxHeight - legendHeight(spec);
  const perChart = Math.max(1, Math.floor(room / (spec.leading * (MAX_LABEL_LINES + 0.25))));
  const count = Math.ceil(events.length / perChart);
  const groups: TimelineEvent[][] = [];
  for (let i = 0; i < count; i += 1) {
    const from = Math.round((events.length * i) / count);
    groups.push(events.slice(from, Math.round((events.length * (i + 1)) / count)));
  }
  return groups.filter((group) => group.length > 0);
}

function legendHeight(spec: ChartSpec): number {
  return spec.leading * 2;
}

function drawChart(events: readonly TimelineEvent[], spec: ChartSpec): ChartGeometry {
  const ticks = ticksOf(events, spec.lang);
  const axis = Math.max(...ticks.map((tick) => spec.widthOf(tick.label, false))) + 9;
  const lanes = lanesOf(events);
  const laneCount = Math.max(...lanes) + 1;
  const labelX = axis + LANE_START + (laneCount - 1) * LANE_STEP + LEADER;
  const entries = events.map((event) => entryOf(event, spec, spec.width - labelX));
  const needed = entries.reduce((sum, entry) => sum + entry.height, 0);
  const room = spec.maxHeight - legendHeight(spec);
  const height = Math.min(room, Math.max(needed * 1.8, spec.leading * 8));
  const top = spec.leading * 0.5;
  const bottom = height - spec.leading * 0.5;
  const [from, to] = [ticks[0]!.day, ticks.at(-1)!.day];
  const yOf = (day: number) => top + ((day - from) / (to - from)) * (bottom - top);

  const paths: ChartPath[] = [{ d: `M ${axis} ${top} L ${axis} ${bottom}`, fill: false, weight: 0.6 }];
  const texts: ChartText[] = [];
  let lastTick = Number.NEGATIVE_INFINITY;
  for (const { day, label } of ticks) {
    const y = yOf(day);
    paths.push({ d: `M ${axis - 4} ${y} L ${axis} ${y}`, fill: false, weight: 0.6 });
    if (y - lastTick < spec.leading) continue;
    lastTick = y;
    texts.push(textAt(axis - 7, y + spec.size * 0.3, label, "right", spec.size));
  }
  const wanted = entries.map(({ date }) => {
    const [from, to] = [yOf(date.first), yOf(date.last + 1)];
    return to - from < LEAST_BAR ? (from + to) / 2 : from + LEAST_BAR / 2;
  });
  const places = spread(
    wanted.map((y, i) => y - entries[i]!.height / 2),
    entries.map((entry) => entry.height),
    0,
    height,
  );
  entries.forEach((entry, i) => {
    const x = axis + LANE_START + lanes[i]! * LANE_STEP;
    paths.push(...markOf(entry, x, yOf(entry.date.first), yOf(entry.date.last + 1)));
    const first = places[i]! + spec.leading * 0.72;
    const middle = first - spec.size * 0.28;
    const elbow = labelX - 9;
    const start = x + (entry.kind === "day" ? DOT + 1 : BAR / 2 + 1);
    paths.push({
      d: `M ${start} ${wanted[i]!} L ${labelX - LEADER + 8} ${wanted[i]!} L ${elbow} ${middle} L ${labelX - 3} ${middle}`,
      fill: false,
      weight: HAIR * 0.75,
    });
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
  const dateWidth = spec.widthOf(`${dateText}\u2002`, true);
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
  const dateWidth = spec.widthOf(`${entry.dateText}\u2002`, true);
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

// ---------------------------------------------------------------------------------------------------- scale

interface Tick {
  readonly day: number;
  readonly label: string;
}

const DAY = 86_400_000;
const MONTH_STEPS = [1, 2, 3, 6] as const;
const YEAR_STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000] as const;
const MOST_TICKS = 12;

/** Whole months or years that enclose all events, at the finest step that gives few enough. */
function ticksOf(events: readonly TimelineEvent[], lang: string): Tick[] {
  const first = Math.min(...events.map((event) => event.date.first));
  const last = Math.max(...events.map((event) => event.date.last)) + 1;
  const [firstMonth, lastMonth] = [monthOf(first), monthOf(last - 1) + 1];
  const months = lastMonth - firstMonth;
  const steps = months <= 24 ? MONTH_STEPS : YEAR_STEPS.map((years) => years * 12);
  const step = steps.find((each) => months / each <= MOST_TICKS) ?? steps.at(-1)!;
  const ticks: Tick[] = [];
  for (let month = Math.floor(firstMonth / step) * step; ; month += step) {
    ticks.push({ day: dayOf(month), label: step < 12 ? monthLabel(month, lang) : yearLabel(month) });
    if (month >= lastMonth) return ticks;
  }
}

/** Months are counted from January of the year 0. */
function monthOf(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function dayOf(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
  return date.getTime() / DAY;
}

function yearLabel(month: number): string {
  const year = Math.floor(month / 12);
  return year < 0 ? `−${-year}` : `${year}`;
}

function monthLabel(month: number, lang: string): string {
  const date = new Date(dayOf(month) * DAY);
  const name = new Intl.DateTimeFormat(lang, { month: "short", timeZone: "UTC" }).format(date);
  return `${name} ${yearLabel(month)}`;
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
  const style = (italic: boolean): FaceStyle => ({ family: chart.family, italic, bold: false, smallCaps: false });
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

function pathMark(path: ChartPath): PathMark {
  const { d, fill, weight } = path;
  return { type: "path", x: 0, y: 0, d, fill: fill ? 0 : null, stroke: fill ? null : 0, weight, node: 0 };
}

/** Width of an SVG chart in user units, and of a letter of an unknown book face in ems, on the safe side. */
const SVG_WIDTH = 600;
const SVG_SIZE = 13;
const SVG_LETTER = 0.52;

/** The charts as one SVG picture in the reader's own face and colour; "" without events. */
export function chartSvg(
  events: readonly TimelineEvent[],
  text: { readonly lang: string; readonly title: string; readonly legend: ChartLegend },
): string {
  const [geometry] = chartGeometry(events, {
    width: SVG_WIDTH,
    maxHeight: Number.MAX_SAFE_INTEGER,
    size: SVG_SIZE,
    leading: SVG_SIZE * 1.35,
    widthOf: (each) => each.length * SVG_SIZE * SVG_LETTER,
    lang: text.lang,
    legend: text.legend,
  });
  if (!geometry) return "";
  const paths = geometry.paths.map(
    ({ d, fill, weight }) =>
      `<path d="${d}" fill="${fill ? "currentColor" : "none"}"${fill ? "" : ` stroke="currentColor" stroke-width="${round(weight)}"`}/>`,
  );
  const texts = geometry.texts.map(
    (each) =>
      `<text x="${round(each.x)}" y="${round(each.y)}"${each.align === "right" ? ' text-anchor="end"' : ""}` +
      `${each.italic ? ' font-style="italic"' : ""} font-size="${round(each.size)}">${escapeXml(each.text)}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SVG_WIDTH} ${Math.ceil(geometry.height)}" role="img" ` +
    `xml:lang="${escapeXml(text.lang)}" fill="currentColor" font-family="serif">` +
    `<title>${escapeXml(text.title)}</title>${paths.join("")}${texts.join("")}</svg>`
  );
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
