// Takes the events of the timeline, gives them as a chart and as a list: dates in a column of their own, what happened
// beside them, evidence smaller below, with the pages the event belongs to.

import type { TimelineEvent } from "../book.ts";
import type { Setting } from "../page.ts";
import { plainText } from "../walk.ts";
import type { FolioOf } from "./apparatus.ts";
import { type ChartLegend, timelineChart } from "./chart.ts";
import { putHeading } from "./contents.ts";
import { Draft, type Line, type Run } from "./draft.ts";
import { type Press, runOf } from "./front.ts";
import { textStyle } from "./furniture.ts";
import { styledRuns } from "./inline.ts";
import type { Labels } from "./labels.ts";

export function chartLegend(labels: Labels): ChartLegend {
  return { day: labels.day, span: labels.span, within: labels.within, uncertain: labels.uncertain };
}

/** A chart of a single date would say nothing. */
const LEAST_FOR_CHART = 2;

export function timeline(press: Press, events: readonly TimelineEvent[], folioOf: FolioOf, id: string): Setting {
  const { theme, labels, meta } = press;
  const draft = new Draft(press.shape, theme);
  draft.newPage();
  const top = putHeading(draft, press, labels.timeline, id);
  const charted = press.theme.back.chart !== false && events.length >= LEAST_FOR_CHART;
  const used = charted ? putCharts(draft, press, events, top) : 0;
  putList(draft, press, events, folioOf, used > 0 ? null : top);
  return draft.setting({ chapter: id, role: "back", title: labels.timeline, lang: meta.lang });
}

/** Draws the charts, the first below the heading; gives their number. */
function putCharts(draft: Draft, press: Press, events: readonly TimelineEvent[], headingTop: number): number {
  const { theme, labels, meta } = press;
  const { width, height } = press.block;
  const { size, leading } = theme.glossary;
  const top = headingTop - theme.text.leading;
  const alt = `${labels.chart}: ${events.map((event) => `${event.date.text}, ${plainText(event.event)}`).join("; ")}`;
  const charts = timelineChart(
    events,
    {
      width,
      maxHeight: height,
      firstHeight: height - top,
      size,
      leading,
      lang: meta.lang,
      legend: chartLegend(labels),
      family: theme.faces.text,
    },
    press.shape,
  );
  charts.forEach((chart, i) => {
    if (i > 0) draft.newPage();
    const figure = draft.node("Figure", -1, { alt: i === 0 ? alt : `${labels.chart} (${i + 1})` });
    draft.paste(chart.marks, chart.words, i === 0 ? top : 0, figure);
  });
  return charts.length;
}

interface Item {
  readonly event: TimelineEvent;
  readonly date: readonly Line[];
  readonly text: readonly Line[];
  readonly evidence: readonly Line[];
}

/** `top` null: the list begins a page. */
function putList(
  draft: Draft,
  press: Press,
  events: readonly TimelineEvent[],
  folioOf: FolioOf,
  top: number | null,
): void {
  const { theme } = press;
  const { width, first, last } = press.block;
  const { leading } = theme.glossary;
  const dates = events.map((event) => dateRuns(event, press));
  const widest = Math.max(...dates.map((runs) => draft.width(...runs)));
  const dateWidth = Math.min(widest, width * 0.3);
  const textX = dateWidth + theme.glossary.size * 1.2;
  const items = events.map((event, i): Item => {
    const runs = [
      ...styledRuns(event.event, textStyle(theme), theme.glossary.size),
      ...pageRuns(event, press, folioOf),
    ];
    const evidence = styledRuns(event.evidence, textStyle(theme), theme.note.size);
    return {
      event,
      date: [...draft.wrap(dates[i]!, dateWidth), ...draft.wrap(oldStyleRuns(event, press), dateWidth)],
      text: draft.wrap(runs, width - textX),
      evidence: draft.wrap(evidence, width - textX),
    };
  });
  const list = draft.node("L", -1, { attributes: { ListNumbering: "None" } });
  for (const [i, page] of onPages(
    items,
    leading,
    (top === null ? last - first : last - top) + leading,
    last - first + leading,
  ).entries()) {
    if (i > 0 || top === null) draft.newPage();
    let y = i === 0 && top !== null ? top : first;
    for (const item of page.items) y = putItem(draft, press, item, list, y, textX) + page.gap;
  }
}

interface ItemPage {
  readonly items: readonly Item[];
  /** White between two items. */
  readonly gap: number;
}

/** Fills pages with whole items and evens the white between them out, so that every page but the last is full. */
function onPages(items: readonly Item[], leading: number, firstRoom: number, room: number): ItemPage[] {
  const least = leading * 0.5;
  const pages: Item[][] = [[]];
  let used = 0;
  for (const item of items) {
    const height = rowsOf(item) * leading;
    const page = pages.at(-1)!;
    if (page.length > 0 && used + height > (pages.length === 1 ? firstRoom : room) + 0.01) {
      pages.push([item]);
      used = height + least;
    } else {
      page.push(item);
      used += height + least;
    }
  }
  return pages.map((page, i) => {
    const text = page.reduce((sum, item) => sum + rowsOf(item) * leading, 0);
    const even = ((i === 0 ? firstRoom : room) - text) / Math.max(1, page.length - 1);
    const full = i < pages.length - 1 && even >= least && even <= 3 * least;
    return { items: page, gap: full ? even : least };
  });
}

function rowsOf(item: Item): number {
  return Math.max(item.date.length, item.text.length + item.evidence.length);
}

function putItem(draft: Draft, press: Press, item: Item, list: number, top: number, textX: number): number {
  const { leading } = press.theme.glossary;
  const { first, last } = press.block;
  draft.anchor(item.event.id, top - leading);
  const entry = draft.node("LI", list);
  const label = draft.node("Lbl", entry);
  const body = draft.node("LBody", entry);
  const text = draft.node("P", body);
  const evidence = item.evidence.length > 0 ? draft.node("P", body) : -1;
  item.date.forEach((line, i) => {
    draft.put(line, 0, top + i * leading, label);
  });
  let y = top;
  for (const [lines, node] of [[item.text, text] as const, [item.evidence, evidence] as const]) {
    for (const line of lines) {
      if (y > last + 0.01) {
        draft.newPage();
        y = first;
      }
      draft.put(line, textX, y, node);
      y += leading;
    }
  }
  return Math.max(y, top + item.date.length * leading);
}

function dateRuns(event: TimelineEvent, press: Press): Run[] {
  const style = { ...textStyle(press.theme), italic: true };
  return [runOf(event.date.text, style, press.theme.glossary.size)];
}

/** "19 February Old Style", smaller, on lines of its own. */
function oldStyleRuns(event: TimelineEvent, press: Press): Run[] {
  if (!event.oldStyle) return [];
  return [runOf(`${event.oldStyle} ${press.labels.oldStyle}`, textStyle(press.theme), press.theme.note.size)];
}

/** " (p. 12)", linked. */
function pageRuns(event: TimelineEvent, press: Press, folioOf: FolioOf): Run[] {
  const { theme, labels } = press;
  const { size } = theme.glossary;
  const style = textStyle(theme);
  const pages = new Map<string, string>();
  for (const id of event.passages) {
    const folio = folioOf(id);
    if (folio !== null && !pages.has(folio)) pages.set(folio, id);
  }
  if (pages.size === 0) return [];
  const runs = [runOf(` (${pages.size > 1 ? labels.onPages : labels.onPage}\u00a0`, style, size)];
  [...pages].forEach(([folio, id], i) => {
    if (i > 0) runs.push(runOf(", ", style, size));
    const link = { target: `#${id}`, contents: `${labels.page} ${folio}` };
    runs.push({ ...runOf(folio, style, size), link });
  });
  return [...runs, runOf(")", style, size)];
}
