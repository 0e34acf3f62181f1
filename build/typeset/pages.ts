// Cuts a chapter's rows into pages, each with the notes its rows call at its foot: one optimum for the whole chapter, by
// dynamic programming over the places where a page may end (Plass, "Optimal pagination techniques for automatic
// typesetting systems", Stanford 1981; Mittelbach, "A general framework for globally optimized pagination", DocEng 2016).
//
//   state   where the next page begins: chunk, variant, row; the first note row that still waits; the depth of the page
//           that faces it
//   step    a page: rows up to a place, note rows as many as its calls ask for, the rest carried over
//   cost    what a printer would mind: see `COST`
//
// Paragraphs may be set a line longer or shorter at a price (`Variant`), and two facing pages may both be a line short:
// that is how their depths are kept equal without stretching white. Layer k holds the ways to have filled k pages. Only
// the best `BEAM` are followed, which bounds the work by the number of pages.
//
// Where an earlier edition is to be kept, a page that would be printed as it was costs next to nothing, and one that ends
// elsewhere than a page of the earlier edition costs more: as much more as can be had without a fault the free cut has not.

import type { Chunk, Flow, Row, Variant } from "./flow.ts";
import { NoteColumn, type RunIn } from "./note-column.ts";
import { END, keyOf, type Printed } from "./printed.ts";

export interface Placed {
  readonly row: Row;
  /** Upper edge, from the top of the text block. */
  readonly top: number;
}

export interface CutPage {
  readonly rows: readonly Placed[];
  /** Rows of the notes' column, from and to. */
  readonly noteFrom: number;
  readonly noteTo: number;
  /** The page's height: a full one's, or a line less where facing pages are set short. */
  readonly height: number;
}

export interface PageShape {
  readonly grid: number;
  /** Height of a full page. */
  readonly height: number;
  /** Least white between text and notes, the rule included. */
  readonly separation: number;
  readonly firstSide: "recto" | "verso";
  /** null: every note stands on lines of its own. */
  readonly runIn: RunIn | null;
}

/** What a place to end a page costs. A paragraph set a line longer costs some ten to some hundred. */
const COST = {
  /** A page begins with the last line of a paragraph, or ends with its first. */
  widow: 10_000,
  orphan: 10_000,
  insideUnbreakable: 50_000,
  keep: [0, 1500, 30_000],
  hyphenRecto: 250,
  hyphenVerso: 60,
  /** A line of white more than facing pages share. */
  unequal: 2500,
  short: 130,
  /** Squared lines of white between text and notes. */
  gap: 25,
  page: 10,
  noteSplit: 700,
  noteShred: 1500,
  noteLate: 1_000_000,
  /** The chapter's last page holds fewer than five lines. */
  tail: 300,
} as const;

/** Of a chunk: as it was printed, three at the tolerance its best asks for, two strained. */
const MOST_VARIANTS = 6;

const BEAM = 24;
const FRONTIER = 12;
const EPSILON = 0.01;
/** Lines of white up to which a place to end a page is weighed at all, if there are better ones. */
const MOST_WHITE = 6;

interface State {
  readonly chunk: number;
  readonly variant: number;
  readonly row: number;
  /** The next row of the notes' column. */
  readonly note: number;
  /** Height of the facing page before; 0: none. */
  readonly facing: number;
  readonly cost: number;
  readonly before: State | null;
  readonly page: Ending | null;
}

/** Rows of one chunk on a page. */
interface Step {
  readonly before: Step | null;
  readonly chunk: number;
  readonly variant: number;
  readonly from: number;
  readonly top: number;
  /** Of the variants chosen so far. */
  readonly cost: number;
  /** Rows so far that are not as they were printed. */
  readonly fresh: number;
}

interface Ending {
  /** null: notes only. */
  readonly step: Step | null;
  /** The row behind the last one. */
  readonly to: number;
  readonly noteTo: number;
  readonly height: number;
  readonly white: number;
  readonly cost: number;
  /** What of the cost is a fault, and whether the page is as it was printed. */
  readonly fault: number;
  readonly kept: boolean;
}

export function cutPages(flow: Flow, shape: PageShape, printed: Printed | null = null): readonly CutPage[] {
  const first = new Cutter(flow, shape, null).cut();
  const strained = first.bad.size === 0 ? flow : strain(flow, first.bad);
  const free = first.bad.size === 0 ? first : new Cutter(strained, shape, null).cut();
  if (printed === null) return free.pages;
  for (const stray of STRAY) {
    const kept = new Cutter(strained, shape, new Wanted(printed, strained, stray)).cut();
    if (kept.newFaults === 0 || kept.faults <= free.faults) return kept.pages;
  }
  return free.pages;
}

/** Where a page comes out badly, the paragraphs around it may take a line more or less at the price of worse lines. */
function strain(flow: Flow, bad: ReadonlySet<number>): Flow {
  const chunks = flow.chunks.map((chunk, i) =>
    bad.has(i) ? { ...chunk, variants: [...chunk.variants, ...chunk.strained()] } : chunk,
  );
  return { ...flow, chunks };
}

/** What a page costs that ends elsewhere than it did, from "nearly never" to "where nothing else is lost by it". */
const STRAY = [4000, 1500, 400, 60] as const;
/** Of what a page costs, the part that counts where it is printed as it was: enough to choose the same one again. */
const AS_PRINTED = 0.001;
/** From this on, what a page costs is a fault a reader sees. */
const FAULT = 1500;

/** The earlier edition's pages, in the rows of the flow. */
class Wanted {
  readonly stray: number;
  /** Number of the page that began with the row of this key. */
  readonly #pageAt = new Map<string, number>();
  /** The row of the notes' column with which each page's notes began. */
  readonly #noteAt: number[] = [];
  /** Note rows up to each that are not as they were. */
  readonly #freshNotes: number[] = [0];

  constructor(printed: Printed, { notes }: Flow, stray: number) {
    this.stray = stray;
    const rowOf = new Map<string, number>();
    for (const { place } of notes.flatMap(({ rows }) => rows)) {
      const row = this.#freshNotes.length - 1;
      if (place && !rowOf.has(place.key)) rowOf.set(place.key, row);
      this.#freshNotes.push(this.#freshNotes[row]! + (isPrinted(place) ? 0 : 1));
    }
    let next = this.#freshNotes.length - 1;
    [...printed.pages].reverse().forEach(({ notes: [first] }, i) => {
      if (first) next = rowOf.get(keyOf(first.block, first.offset)) ?? -1;
      this.#noteAt[printed.pages.length - 1 - i] = next;
    });
    this.#noteAt.push(this.#freshNotes.length - 1);
    printed.pages.forEach(({ lines: [first] }, page) => {
      if (first) this.#pageAt.set(keyOf(first.block, first.offset), page);
    });
    this.#pageAt.set(END, printed.pages.length);
  }

  /** A page of the earlier edition began, or its last one ended, before the row of this key. */
  isBreak(key: string): boolean {
    return this.#pageAt.has(key);
  }

  /** A page from `from` to before `to`, all of whose rows of text are as they were, is a page of the earlier edition. */
  isPage(from: string, to: string, noteFrom: number, noteTo: number): boolean {
    const page = this.#pageAt.get(from);
    return (
      page !== undefined &&
      this.#pageAt.get(to) === page + 1 &&
      this.#noteAt[page] === noteFrom &&
      this.#noteAt[page + 1] === noteTo &&
      this.#freshNotes[noteTo] === this.#freshNotes[noteFrom]
    );
  }
}

/** Rows without words are as they were where those around them are. */
function isPrinted(place: Row["place"]): boolean {
  return place?.printed ?? true;
}

interface Cut {
  readonly pages: readonly CutPage[];
  /** Cost of the faults of all pages, and of those that are not as they were. */
  readonly faults: number;
  readonly newFaults: number;
  /** Chunks that stand on pages with faults, or on the two pages before. */
  readonly bad: ReadonlySet<number>;
}

class Cutter {
  readonly #chunks: readonly Chunk[];
  readonly #shape: PageShape;
  readonly #notes: NoteColumn;
  readonly #mostRows: number;
  readonly #wanted: Wanted | null;
  /** Where the earlier edition is kept: the first key at or behind the beginning of each chunk. */
  readonly #keys: string[] = [];
  #endings: Ending[] = [];

  constructor(flow: Flow, shape: PageShape, wanted: Wanted | null) {
    this.#chunks = flow.chunks;
    this.#wanted = wanted;
    this.#shape = shape;
    this.#mostRows = 1 + Math.max(0, ...flow.chunks.flatMap((chunk) => chunk.variants.map((each) => each.rows.length)));
    this.#notes = new NoteColumn(flow.notes, shape.runIn);
    if (wanted === null) return;
    this.#keys[flow.chunks.length] = END;
    for (let i = flow.chunks.length - 1; i >= 0; i -= 1) {
      this.#keys[i] = flow.chunks[i]!.variants[0]!.rows.find(({ place }) => place)?.place?.key ?? this.#keys[i + 1]!;
    }
  }

  cut(): Cut {
    let layer: State[] = [{ chunk: 0, variant: 0, row: 0, note: 0, facing: 0, cost: 0, before: null, page: null }];
    let done: State | null = null;
    if (this.#isEnd(layer[0]!)) return { pages: [], faults: 0, newFaults: 0, bad: new Set() };
    for (let page = 0; layer.length > 0; page += 1) {
      const recto = (page % 2 === 0) === (this.#shape.firstSide === "recto");
      const next = new Map<number, State>();
      for (const state of layer) {
        for (const ending of this.#endingsOf(state, recto)) {
          const after = this.#after(state, ending, recto);
          if (this.#isEnd(after)) {
            if (done === null || after.cost < done.cost) done = after;
            continue;
          }
          const key = this.#keyOf(after);
          const known = next.get(key);
          if (!known || after.cost < known.cost) next.set(key, after);
        }
      }
      const limit = done?.cost ?? Number.POSITIVE_INFINITY;
      layer = [...next.values()].filter((each) => each.cost < limit);
      if (layer.length > BEAM) layer = layer.sort((a, b) => a.cost - b.cost).slice(0, BEAM);
    }
    if (done === null) throw new Error("every chapter has an end");
    return { ...this.#pages(done), bad: this.#bad(done) };
  }

  #bad(done: State): ReadonlySet<number> {
    const bad = new Set<number>();
    for (let state: State = done; state.before !== null; state = state.before) {
      if (state.page!.fault === 0) continue;
      const from = state.before.before?.before ?? state.before.before ?? state.before;
      for (let chunk = from.chunk; chunk <= Math.min(state.chunk, this.#chunks.length - 1); chunk += 1) bad.add(chunk);
    }
    return bad;
  }

  #keyOf({ chunk, variant, row, note, facing }: State): number {
    const depth = facing === 0 ? 0 : facing < this.#shape.height ? 1 : 2;
    return (
      (((chunk * MOST_VARIANTS + variant) * this.#mostRows + row) * (this.#notes.rows.length + 1) + note) * 3 + depth
    );
  }

  #isEnd(state: State): boolean {
    return state.chunk === this.#chunks.length && state.note === this.#notes.rows.length;
  }

  #after(state: State, ending: Ending, recto: boolean): State {
    const { step, to } = ending;
    const facing = recto ? 0 : ending.height;
    const common = { note: ending.noteTo, facing, cost: state.cost + ending.cost, before: state, page: ending };
    if (step === null) return { chunk: state.chunk, variant: state.variant, row: state.row, ...common };
    const whole = to === this.#rows(step.chunk, step.variant).length;
    if (whole) return { chunk: step.chunk + 1, variant: 0, row: 0, ...common };
    return { chunk: step.chunk, variant: step.variant, row: to, ...common };
  }

  #rows(chunk: number, variant: number): readonly Row[] {
    return this.#chunks[chunk]!.variants[variant]!.rows;
  }

  /** Rows of notes that are due once `row` stands; behind the last row, all are. */
  #due(chunk: number, variant: number, row: number): number {
    const rows = this.#rows(chunk, variant);
    const last = chunk === this.#chunks.length - 1 && row === rows.length - 1;
    return last ? this.#notes.rows.length : this.#notes.ends[rows[row]!.notes]!;
  }

  // -------------------------------------------------------------------------------------------------- one page

  /** The ways to fill the page that begins at `state`. Never empty. */
  #endingsOf(state: State, recto: boolean): readonly Ending[] {
    const { height, grid } = this.#shape;
    this.#endings = [];
    for (const lines of [0, 1]) {
      const depth = height - lines * grid;
      if (depth < grid) continue;
      const unequal = state.facing > 0 && Math.abs(depth - state.facing) > EPSILON ? COST.unequal : 0;
      this.#fill(state, depth, unequal + lines * COST.short + COST.page, recto);
    }
    if (this.#endings.length === 0) return [this.#forced(state)];
    const least = Math.min(...this.#endings.map((each) => each.white));
    const most = Math.max(MOST_WHITE * grid, least + 2 * grid);
    return this.#endings.filter((each) => each.white <= most);
  }

  #fill(state: State, depth: number, cost: number, recto: boolean): void {
    const { separation } = this.#shape;
    const carried = this.#carried(state);
    if (carried > state.note) {
      const room = depth - separation;
      const noteTo = this.#fit(state.note, carried, room);
      // The rest of a note alone on a page, or as much of it as there is room for.
      if (noteTo > state.note && (state.chunk === this.#chunks.length || noteTo < carried)) {
        const last = state.chunk === this.#chunks.length && noteTo === carried;
        const white = last ? 0 : room - this.#notes.height(state.note, noteTo);
        const total = cost + 2 * COST.noteSplit;
        this.#endings.push({ step: null, to: 0, noteTo, height: depth, white, cost: total, fault: 0, kept: false });
      }
    }
    if (state.chunk === this.#chunks.length) return;
    let frontier: Step[] = this.#first(state);
    for (let chunk = state.chunk; frontier.length > 0; chunk += 1) {
      const ends = new Map<number, { step: Step; y: number; fresh: number }>();
      for (const step of frontier) {
        const end = this.#walk(state, step, depth, cost, recto);
        if (end === null) continue;
        const key = Math.round(end.y * 10);
        const known = ends.get(key);
        if (!known || step.cost < known.step.cost) ends.set(key, { step, ...end });
      }
      if (chunk + 1 === this.#chunks.length) return;
      frontier = this.#next(chunk + 1, [...ends.values()], depth);
    }
  }

  /** Note rows that wait for this page: called before it. */
  #carried(state: State): number {
    if (state.chunk === this.#chunks.length) return this.#notes.rows.length;
    if (state.row > 0) return this.#due(state.chunk, state.variant, state.row - 1);
    if (state.chunk === 0) return 0;
    const rows = this.#chunks[state.chunk - 1]!.variants[0]!.rows;
    return this.#notes.ends[rows.at(-1)!.notes]!;
  }

  #first(state: State): Step[] {
    const { chunk, variant, row } = state;
    const top =
      row === 0 && this.#chunks[chunk]!.stays ? this.#snap(this.#chunks[chunk]!, this.#chunks[chunk]!.before) : 0;
    if (row > 0) return [{ before: null, chunk, variant, from: row, top: 0, cost: 0, fresh: 0 }];
    return this.#chunks[chunk]!.variants.map((each, i) => ({
      before: null,
      chunk,
      variant: i,
      from: 0,
      top,
      cost: variantCost(each),
      fresh: 0,
    }));
  }

  #next(chunk: number, ends: { step: Step; y: number; fresh: number }[], depth: number): Step[] {
    const { before, variants } = this.#chunks[chunk]!;
    const steps: Step[] = [];
    for (const { step, y, fresh } of ends) {
      const top = this.#snap(this.#chunks[chunk]!, y + before);
      if (top >= depth) continue;
      for (let variant = 0; variant < variants.length; variant += 1) {
        const cost = step.cost + variantCost(variants[variant]!);
        steps.push({ before: step, chunk, variant, from: 0, top, cost, fresh });
      }
    }
    return steps.length > FRONTIER ? steps.sort((a, b) => a.cost - b.cost).slice(0, FRONTIER) : steps;
  }

  #snap(chunk: Chunk, y: number): number {
    if (!chunk.grid) return y;
    return Math.ceil((y - EPSILON) / this.#shape.grid) * this.#shape.grid;
  }

  /** Puts a chunk's rows on the page and weighs an end behind each. Gives where they end; null: not all of them fit. */
  #walk(
    state: State,
    step: Step,
    depth: number,
    cost: number,
    recto: boolean,
  ): { readonly y: number; readonly fresh: number } | null {
    const rows = this.#rows(step.chunk, step.variant);
    let y = step.top;
    let { fresh } = step;
    for (let row = step.from; row < rows.length; row += 1) {
      y += rows[row]!.height;
      if (!isPrinted(rows[row]!.place)) fresh += 1;
      const due = this.#due(step.chunk, step.variant, row);
      const notes = this.#notes.height(state.note, due);
      const room = depth - y - (due > state.note ? this.#shape.separation : 0);
      if (room < -EPSILON) return null;
      if (notes <= room + EPSILON) {
        this.#end(state, step, row, due, room - notes, depth, cost, recto, fresh);
        continue;
      }
      const noteTo = this.#fit(state.note, due, room);
      if (noteTo < this.#mustBegin(state, rows[row]!.notes)) return null;
      const split = this.#splitCost(noteTo, due);
      const white = room - this.#notes.height(state.note, noteTo);
      this.#end(state, step, row, noteTo, white, depth, cost + split, recto, fresh);
    }
    return { y, fresh };
  }

  /** The furthest row of the notes' column up to `to` that `room` allows. */
  #fit(from: number, to: number, room: number): number {
    const fits = (row: number): boolean => this.#notes.height(from, row) <= room + EPSILON;
    let low = from;
    let step = 1;
    for (; low + step < to && fits(low + step); step *= 2) low += step;
    let high = Math.min(to, low + step);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (fits(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** How far the notes must get on a page: the last one called begins, with two lines if it has them. */
  #mustBegin(state: State, called: number): number {
    const start = this.#notes.ends[Math.max(0, called - 1)]!;
    const end = this.#notes.ends[called]!;
    return Math.max(state.note + 1, Math.min(end, Math.max(start, state.note) + 2));
  }

  #splitCost(noteTo: number, due: number): number {
    const note = this.#noteAt(noteTo);
    const placed = noteTo - this.#notes.ends[note - 1]!;
    const rest = this.#notes.ends[note]! - noteTo;
    if (placed === 0) return COST.noteSplit;
    const shred = (rest === 1 ? COST.noteShred : 0) + (placed < 2 ? COST.noteShred : 0);
    return COST.noteSplit + shred + (this.#notes.ends[note]! < due ? COST.noteShred : 0);
  }

  /** The number, from 1, of the note that row `row` belongs to. */
  #noteAt(row: number): number {
    let low = 1;
    let high = this.#notes.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#notes.ends[middle]! > row) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #end(
    state: State,
    step: Step,
    row: number,
    noteTo: number,
    white: number,
    depth: number,
    cost: number,
    recto: boolean,
    fresh: number,
  ): void {
    const { grid } = this.#shape;
    const chunk = this.#chunks[step.chunk]!;
    const rows = this.#rows(step.chunk, step.variant);
    const whole = row + 1 === rows.length;
    const last = whole && step.chunk + 1 === this.#chunks.length && noteTo === this.#notes.rows.length;
    const noted = noteTo > state.note;
    if (!last && white > 2 * MOST_WHITE * grid && this.#endings.length > 0) {
      const known = this.#endings.at(-1)!;
      if (known.white < white) return;
    }
    let total = cost + step.cost;
    if (last) {
      const lines = Math.round((depth - white) / grid);
      if (lines < 5 && state.before !== null) total += COST.tail;
    } else {
      const lines = white / grid;
      if (noted) total += COST.gap * lines * lines;
      else if (lines > 0.9) total += COST.unequal * lines;
      total += this.#breakCost(chunk, rows, row, recto);
    }
    const fault = total - step.cost >= FAULT ? total - step.cost : 0;
    const wanted = this.#wanted;
    let kept = false;
    if (wanted) {
      const next = this.#keyAt(whole ? step.chunk + 1 : step.chunk, step.variant, whole ? 0 : row + 1);
      const from = this.#keyAt(state.chunk, state.variant, state.row);
      kept = fresh === 0 && wanted.isPage(from, next, state.note, noteTo);
      if (kept) total *= AS_PRINTED;
      else if (!wanted.isBreak(next)) total += wanted.stray;
    }
    this.#endings.push({ step, to: row + 1, noteTo, height: depth, white: last ? 0 : white, cost: total, fault, kept });
  }

  /** The key of the first row with words at or behind a place. */
  #keyAt(chunk: number, variant: number, row: number): string {
    if (row === 0) return this.#keys[chunk]!;
    return this.#rows(chunk, variant)[row]!.place?.key ?? this.#keys[chunk + 1]!;
  }

  #breakCost(chunk: Chunk, rows: readonly Row[], row: number, recto: boolean): number {
    const count = rows.length;
    let cost = 0;
    if (rows[row]!.hyphenated) cost += recto ? COST.hyphenRecto : COST.hyphenVerso;
    if (row + 1 === count) return cost + COST.keep[chunk.keepNext];
    if (!chunk.breakable) cost += COST.insideUnbreakable;
    if (row === 0) cost += COST.orphan;
    if (row + 2 === count) cost += COST.widow;
    return cost;
  }

  /** Where nothing fits: the first row all the same, and of the notes what there is room for. */
  #forced(state: State): Ending {
    const { height, separation } = this.#shape;
    const cost = COST.noteLate;
    const carried = this.#carried(state);
    if (carried > state.note) {
      const noteTo = Math.max(state.note + 1, this.#fit(state.note, carried, height - separation));
      return { step: null, to: 0, noteTo, height, white: 0, cost, fault: cost, kept: false };
    }
    const step = this.#first(state)[0]!;
    const row = this.#rows(step.chunk, step.variant)[step.from]!;
    const due = this.#due(step.chunk, step.variant, step.from);
    const room = height - step.top - row.height - separation;
    const noteTo = this.#fit(state.note, due, Math.max(0, room));
    return { step, to: step.from + 1, noteTo, height, white: 0, cost, fault: cost, kept: false };
  }

  // -------------------------------------------------------------------------------------------------- the way back

  #pages(done: State): Omit<Cut, "bad"> {
    const pages: CutPage[] = [];
    let faults = 0;
    let newFaults = 0;
    for (let state: State = done; state.before !== null; state = state.before) {
      const { step, to, noteTo, height, fault, kept } = state.page!;
      pages.push({ rows: this.#placed(step, to), noteFrom: state.before.note, noteTo, height });
      faults += fault;
      if (!kept) newFaults += fault;
    }
    return { pages: pages.reverse(), faults, newFaults };
  }

  #placed(last: Step | null, to: number): readonly Placed[] {
    const steps: Step[] = [];
    for (let step = last; step !== null; step = step.before) steps.push(step);
    return steps.reverse().flatMap((step) => {
      const rows = this.#rows(step.chunk, step.variant);
      const placed: Placed[] = [];
      let top = step.top;
      for (let i = step.from; i < (step === last ? to : rows.length); i += 1) {
        placed.push({ row: rows[i]!, top });
        top += rows[i]!.height;
      }
      return placed;
    });
  }
}

/** The price of another number of lines than the best, from the demerits it adds. */
function variantCost(variant: Variant): number {
  return variant.cost <= 0 ? 0 : Math.min(1200, 30 + variant.cost / 400);
}
