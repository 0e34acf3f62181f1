// Takes dated events, gives the axis of their chart: stretches of time, all to one scale, with their ticks. Where long
// stretches without events would press the rest together they are cut out, and the cut is shown.

import type { TimelineEvent } from "../book.ts";

/** Days since 1970-01-01; `to` is the first day that is not in it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  readonly day: number;
  readonly label: string;
}

const DAY = 86_400_000;
const MONTH_STEPS = [1, 2, 3, 6] as const;
const YEAR_STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000] as const;
const MOST_TICKS = 12;
const MOST_CUTS = 2;
/** A gap is cut out where it takes more than this part of the axis. */
const CUT_FROM = 0.5;

export function stretchesOf(events: readonly TimelineEvent[], lang: string): Stretch[] {
  const { months, step } = monthsOf(events);
  const monthNames = new Intl.DateTimeFormat(lang, { month: "short", timeZone: "UTC" });
  const labelOf = (month: number) => {
    const year = yearLabel(month);
    return step < 12 ? `${monthNames.format(new Date(dayOf(month) * DAY))} ${year}` : year;
  };
  return months.map(({ from, to }) => {
    const ticks: Tick[] = [];
    for (let month = from; month <= to; month += step) ticks.push({ day: dayOf(month), label: labelOf(month) });
    return { from: dayOf(from), to: dayOf(to), ticks };
  });
}

/** The stretches without their ticks. */
export function bareStretches(events: readonly TimelineEvent[]): Omit<Stretch, "ticks">[] {
  return monthsOf(events).months.map(({ from, to }) => ({ from: dayOf(from), to: dayOf(to) }));
}

/** The stretches in months, which are whole multiples of `step`. */
function monthsOf(events: readonly TimelineEvent[]): { readonly months: readonly Piece[]; readonly step: number } {
  const pieces = withoutGaps(pieceList(events));
  const months = pieces.map(({ from, to }) => ({ from: monthOf(from), to: monthOf(to - 1) + 1 }));
  const total = months.reduce((sum, { from, to }) => sum + to - from, 0);
  const steps = total <= 24 ? MONTH_STEPS : YEAR_STEPS.map((years) => years * 12);
  const step = steps.find((each) => total / each <= MOST_TICKS) ?? steps.at(-1)!;
  const padded: Piece[] = [];
  for (const { from, to } of months) {
    const first = Math.floor(from / step) * step;
    const last = Math.ceil(to / step) * step;
    const before = padded.at(-1);
    if (before && first <= before.to) before.to = Math.max(before.to, last);
    else padded.push({ from: first, to: last });
  }
  return { months: padded, step };
}

interface Piece {
  from: number;
  to: number;
}

/** The times that events cover, in order and apart. */
function pieceList(events: readonly TimelineEvent[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { date } of [...events].sort((a, b) => a.date.first - b.date.first)) {
    const before = pieces.at(-1);
    if (before && date.first <= before.to) before.to = Math.max(before.to, date.last + 1);
    else pieces.push({ from: date.first, to: date.last + 1 });
  }
  return pieces;
}

/** Joins the pieces again but for the gaps that are cut out: the longest first, as long as it takes too much. */
function withoutGaps(pieces: readonly Piece[]): Piece[] {
  const gaps = pieces.slice(1).map((piece, i) => ({ index: i + 1, length: piece.from - pieces[i]!.to }));
  gaps.sort((a, b) => b.length - a.length);
  let total = pieces.at(-1)!.to - pieces[0]!.from;
  const cuts = new Set<number>();
  for (const { index, length } of gaps.slice(0, MOST_CUTS)) {
    if (length <= CUT_FROM * total) break;
    cuts.add(index);
    total -= length;
  }
  const joined: Piece[] = [];
  pieces.forEach((piece, i) => {
    if (i === 0 || cuts.has(i)) joined.push({ ...piece });
    else joined.at(-1)!.to = piece.to;
  });
  return joined;
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
