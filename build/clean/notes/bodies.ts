// From pages in reading order to the pages without their notes, and the note bodies. The one idea: within the lines that
// belong to notes a body begins where a marker goes on with the series; what stands before the first marker of a page
// is the second half of the note before it.

import { type Desk, Letters, type NoteBody, type SourceLine, type SourcePage } from "../flow.ts";
import { append } from "../many.ts";
import { arrowAt, closingNotes, endInArrows } from "./closing.ts";
import { type Beginning, countNotes } from "./counted.ts";
import { callNumbers, countStrongCalls } from "./figures.ts";
import { layOver } from "./floating.ts";
import { type Marker, signRank } from "./markers.ts";
import { BACK_LINK, BOOKISH, isQuotation, type Measure, type ZoneLine, zonesOf } from "./zones.ts";

/** A body under construction. */
interface Draft {
  marker: Letters;
  value: number | null;
  lines: SourceLine[];
  page: number;
  place: NoteBody["place"];
  /** The number its place in the series gives it. */
  counted?: number;
}

interface Zone {
  readonly lines: readonly ZoneLine[];
  /** The line of text before it on its page. */
  readonly above: ZoneLine | null;
  /** Whether it begins where the page's notes begin: nothing of the page stands behind it. */
  readonly foot: boolean;
}

/** `flow.TakeNotes`. */
export function takeNotes(
  pages: readonly SourcePage[],
  desk: Desk,
): { readonly pages: readonly SourcePage[]; readonly bodies: readonly NoteBody[] } {
  if (desk.hints.notes === "none") return { pages, bodies: [] };
  const { lines, note, series, noisy, measure } = zonesOf(pages, desk);
  const inSeries = new Set([...series].map((index) => lines[index]!));
  const taken = new Map<SourceLine, SourceLine | null>();
  const drafts: Draft[] = [];
  const found = founded(splitZones(lines, note, pages.length > 1), inSeries);
  const zones = plausible(found, lines, note, measure, noisy);
  const restarts = markersRestart(zones);
  const heads = new Set(pages.flatMap(({ head }) => head ?? []));
  const reading = { desk, measure, restarts, heads, inSeries, taken };
  for (const zone of zones) for (const each of zone.lines) taken.set(each.line, null);
  if (noisy || areMisread(zones)) append(drafts, countedDrafts(zones, reading));
  else for (const zone of zones) readZone(zone, drafts, reading);
  const left = pages.map((page) => ({
    ...page,
    lines: page.lines.flatMap((line) => {
      const instead = taken.get(line);
      return instead === null ? [] : [instead ?? line];
    }),
  }));
  for (const draft of drafts) if (draft.lines.length === 0) desk.journal.setAside("debris", draft.marker);
  if (endInArrows(drafts.map(lastText))) for (const draft of drafts) dropArrow(draft, desk);
  const second = secondSeries(drafts, desk);
  unhang(drafts);
  const bodies = drafts
    .filter((draft) => draft.lines.length > 0)
    .map((draft): NoteBody => {
      const by = authorOf(draft.lines.map((line) => line.letters.text).join(" "));
      const beside = left[draft.page]!;
      return {
        marker: draft.marker,
        lines: draft.lines.map((line) => withoutBackLink(line, desk)),
        page: beside.index,
        place: draft.place,
        by: by === "author" && second.has(draft) ? "editor" : by,
        beside: draft.place === "foot" ? beside : null,
        ...(draft.counted === undefined ? {} : { counted: draft.counted }),
      };
    });
  return { pages: left, bodies };
}

/** Columns by which the further lines of a note stand in, at the least, where notes are set with a hanging indent. */
const HANGING = 2;

/** Where the notes hang, an indent begins no paragraph. */
function unhang(drafts: readonly Draft[]): void {
  const long = drafts.filter(({ lines }) => lines.length > 1);
  const hangs = ({ lines: [first, ...rest] }: Draft) => rest.every(({ indent }) => indent >= first!.indent + HANGING);
  const hanging = long.filter(hangs);
  if (hanging.length * 4 < long.length * 3) return;
  for (const draft of hanging) {
    const { indent } = draft.lines[0]!;
    draft.lines = draft.lines.map((line) => ({ ...line, indent }));
  }
}

/** The sign behind a note's last stop, where arrows back to the text were misread. */
function dropArrow({ lines }: Draft, { journal }: Desk): void {
  const line = lines.at(-1);
  const at = line === undefined ? -1 : arrowAt(line.letters.text);
  if (line === undefined || at < 1) return;
  journal.drop(line.letters.slice(at).trim(), "notes/back-link", 0.8);
  lines[lines.length - 1] = { ...line, letters: line.letters.slice(0, at) };
}

function withoutBackLink(line: SourceLine, { journal }: Desk): SourceLine {
  const arrow = BACK_LINK.exec(line.letters.text);
  if (arrow === null || arrow.index === 0) return line;
  journal.drop(line.letters.slice(arrow.index), "notes/back-link", 1);
  return { ...line, letters: line.letters.slice(0, arrow.index) };
}

/** Notes marked by letters beside numbered ones: another hand's, as a rule the editor's. */
function secondSeries(drafts: readonly Draft[], { journal }: Desk): ReadonlySet<Draft> {
  const lettered = drafts.filter(({ marker }) => /^[a-z]$/u.test(marker.text));
  const first = lettered[0];
  if (first === undefined || drafts.length - lettered.length < 3) return new Set();
  const text = "Notes marked by letters stand beside numbered ones; they were taken for the editor’s.";
  journal.ask("notes/second-series", first.marker, text, ["the editor’s", "the author’s", "the translator’s"]);
  return new Set(lettered);
}

/**
 * A list of fifteen demands looks like fifteen notes. But where the text calls far more notes than the collections hold,
 * and nothing but the numbers says that they are notes, they are lists.
 */
function plausible(
  zones: readonly Zone[],
  lines: readonly ZoneLine[],
  note: readonly boolean[],
  measure: Measure,
  noisy: boolean,
): readonly Zone[] {
  const calls = callsOnPages(lines, note);
  const calledBeside = (zone: Zone) => areCalled(zone.lines.filter(isBare), calls);
  const sureFoot = (zone: Zone) =>
    zone.foot && (calledBeside(zone) || zone.lines.some((each) => tellsNote(each, measure)));
  // in a list no number is read as a sign
  const closing = closingNotes(lines, note);
  const closes = (zone: Zone) => zone.lines.some((each) => closing.has(each));
  const misread = (zone: Zone) => noisy && zone.lines.some((each) => each.marker?.form === "noise");
  const isDoubtful = (zone: Zone) => !zone.lines.some(speaks) && !sureFoot(zone) && !misread(zone) && !closes(zone);
  const doubtful = zones.filter((zone) => zone.lines.some(isBare) && isDoubtful(zone));
  // where most feet hold notes, one whose calls are lost holds notes as well
  const custom = zones.filter(sureFoot).length > zones.filter((zone) => zone.foot).length / 2;
  const bare = custom ? doubtful.filter((zone) => !zone.foot) : doubtful;
  const spoken = surplus(zones, bare, lines, note);
  if (spoken.size > 0) {
    const others = zones.filter((zone) => !spoken.has(zone));
    return plausible(others, lines, note, measure, noisy);
  }
  const held = bare.reduce((sum, zone) => sum + zone.lines.filter(isBare).length, 0);
  if (held === 0) return zones;
  if (!bare.some((zone) => zone.lines.some((each) => tellsNote(each, measure)))) {
    const called = new Set(lines.flatMap((each, i) => (note[i] ? [] : callNumbers(each.text, 0))));
    const own = bare.flatMap((zone) => zone.lines.filter(isBare).map((each) => each.marker!.value ?? -1));
    if (own.filter((value) => called.has(value)).length * 2 < own.length)
      return zones.filter((zone) => !bare.includes(zone));
  }
  const strong = lines.reduce((sum, each, i) => sum + (note[i] ? 0 : countStrongCalls(each.text)), 0);
  if (strong < 12 || held * 3 >= strong) return zones;
  return zones.filter((zone) => !bare.includes(zone));
}

/** The numbers each page's text may call. */
function callsOnPages(lines: readonly ZoneLine[], note: readonly boolean[]): ReadonlyMap<number, ReadonlySet<number>> {
  const onPage = new Map<number, Set<number>>();
  lines.forEach((each, i) => {
    const called = onPage.get(each.page) ?? new Set();
    onPage.set(each.page, called);
    if (!note[i]) for (const value of callNumbers(each.text, 0)) called.add(value);
  });
  return onPage;
}

/** Whether at least half of the numbered lines are called on their own page. */
function areCalled(numbered: readonly ZoneLine[], calls: ReadonlyMap<number, ReadonlySet<number>>): boolean {
  const called = numbered.filter(({ page, marker }) => calls.get(page)?.has(marker!.value ?? -1));
  return called.length * 2 >= numbered.length;
}

/** Of the doubtful zones those whose numbers are not called more often than other zones bear them. */
function surplus(
  zones: readonly Zone[],
  doubtful: readonly Zone[],
  lines: readonly ZoneLine[],
  note: readonly boolean[],
): ReadonlySet<Zone> {
  const open = new Map<number, number>();
  const count = (value: number, by: number) => open.set(value, (open.get(value) ?? 0) + by);
  lines.forEach((each, i) => {
    if (!note[i]) for (const value of callNumbers(each.text, 0)) count(value, 1);
  });
  const valuesOf = ({ lines: own }: Zone) => own.flatMap(({ marker }) => marker?.value ?? []);
  const sure = new Set<number>();
  for (const zone of zones) {
    if (doubtful.includes(zone)) continue;
    for (const value of valuesOf(zone)) {
      count(value, -1);
      sure.add(value);
    }
  }
  const isSurplus = (zone: Zone) => {
    const own = valuesOf(zone);
    const spare = own.filter((value) => sure.has(value) && (open.get(value) ?? 0) <= 0);
    return spare.length > 0 && spare.length * 2 >= own.length;
  };
  return new Set(doubtful.filter(isSurplus));
}

/** Smaller type, or the words of citations. */
function tellsNote({ text, line }: ZoneLine, { body, note }: Measure): boolean {
  return BOOKISH.test(text) || (body !== null && note !== null && line.width > body * 1.045);
}

function isBare({ marker }: ZoneLine): boolean {
  return marker?.form === "dotted" || marker?.form === "plain";
}

function speaks({ marker, heading, line, text }: ZoneLine): boolean {
  return (
    heading ||
    BACK_LINK.test(text) ||
    line.block?.kind === "note" ||
    marker?.form === "markup" ||
    marker?.form === "bracket"
  );
}

/**
 * The zones in which a note begins, or which stand at a page's foot or go on from a page before: small type alone is as
 * often a quotation.
 */
function founded(zones: readonly Zone[], inSeries: ReadonlySet<ZoneLine>): readonly Zone[] {
  const begins = (each: ZoneLine) => {
    if (speaks(each) || inSeries.has(each)) return true;
    return (
      each.marker !== null && each.marker.form !== "noise" && (each.marker.form !== "dotted" || inSeries.size < 12)
    );
  };
  let before: ZoneLine | null = null;
  return zones.filter((zone) => {
    const goesOn = zone.lines[0]!.first && before?.last === true && before.page === zone.lines[0]!.page - 1;
    const kept = zone.foot || goesOn || zone.lines.some(begins);
    if (kept) before = zone.lines.at(-1)!;
    return kept;
  });
}

function splitZones(lines: readonly ZoneLine[], note: readonly boolean[], paged: boolean): Zone[] {
  const calls = callsOnPages(lines, note);
  const zones: Zone[] = [];
  let from = 0;
  while (from < lines.length) {
    if (!note[from]) {
      from += 1;
      continue;
    }
    let to = from;
    while (to + 1 < lines.length && note[to + 1] && lines[to + 1]!.page === lines[from]!.page) to += 1;
    const within = lines.slice(from, to + 1);
    const whole = lines[from]!.first && lines[to]!.last;
    const above = lines[from]!.first ? null : lines[from - 1]!;
    const numbered = within.filter(({ marker }) => marker !== null && marker.value !== null);
    // notes that the page does not call, and that go on at the next page's head, are a collection
    const collected = note[to + 1] === true && numbered.length > 0 && !areCalled(numbered, calls);
    const foot = lines[to]!.last && !whole && !collected;
    zones.push({ lines: within, above, foot: paged && foot && !within.some((each) => each.heading) });
    from = to + 1;
  }
  return zones;
}

/** Whether the numbers begin anew on pages: more than a third of the feet begin with 1 or a first symbol. */
function markersRestart(zones: readonly Zone[]): boolean {
  const firsts = zones.flatMap(
    (zone) => zone.lines.find(({ marker }) => marker && !/noise|letter/.test(marker.form)) ?? [],
  );
  const anew = firsts.filter((each) => each.marker?.value === 1 || signRank(each.marker?.printed ?? "") === 1);
  return firsts.length >= 3 && anew.length * 3 > firsts.length;
}

interface Reading {
  readonly desk: Desk;
  readonly measure: Measure;
  readonly restarts: boolean;
  /** What stands at the head or foot of pages. */
  readonly heads: ReadonlySet<string>;
  /** Lines whose numbers belong to the text's series. */
  readonly inSeries: ReadonlySet<ZoneLine>;
  /** Lines that leave the text: null; or that lose letters: what is left of them. */
  readonly taken: Map<SourceLine, SourceLine | null>;
}

function readZone(zone: Zone, drafts: Draft[], reading: Reading): void {
  const lines: ZoneLine[] = [];
  const inline = zone.lines.some((each) => reading.inSeries.has(each) && !/alone|stray/.test(each.marker?.form ?? ""));
  for (const each of zone.lines) {
    // a figure below notes that bear their own is the page's
    const folio = inline && each.last && each.marker?.form === "alone" && !reading.inSeries.has(each);
    if (each.heading || folio) reading.desk.journal.setAside("furniture", each.line.letters);
    else lines.push(each);
  }
  if (lines.some((each) => each.marker?.form === "alone" || each.marker?.form === "stray"))
    readFloating(lines, zone, drafts, reading);
  else readMarked(lines, zone, drafts, reading);
}

// ---------------------------------------------------------------------------------------------------- counted lines

/** Fewer may be chance, and a smaller share of the marks. */
const LEAST_MISREAD = { count: 2, share: 0.03 };

/** Whether some of the marks are signs that no mark is: then others may be letters, or lost. */
function areMisread(zones: readonly Zone[]): boolean {
  const begun = zones.flatMap(({ lines }) =>
    lines.filter(({ line, marker }, i) => {
      const apart = i === 0 || line.blankBefore > 0 || CLOSED.test(lines[i - 1]!.text);
      return marker !== null && apart;
    }),
  );
  const misread = begun.filter(({ marker }) => marker!.form === "noise" && /[^“”"'‘’]/u.test(marker!.printed));
  return misread.length >= Math.max(LEAST_MISREAD.count, begun.length * LEAST_MISREAD.share);
}

/** Where marks were misread, the series says which lines begin notes. */
function countedDrafts(zones: readonly Zone[], reading: Reading): Draft[] {
  const { desk, measure } = reading;
  const kept = zones.map((zone) => ({ zone, lines: withoutFurniture(zone, reading) }));
  const known = (word: string, least: number) => (desk.vocabulary.get(word) ?? 0) >= least || desk.lexicon.has(word);
  const counted = kept.map(({ zone, lines }) => {
    return { lines, headed: zone.lines.some((each) => each.heading), foot: zone.foot };
  });
  const beginnings = countNotes(counted, measure, known);
  const drafts: Draft[] = [];
  for (const { zone, lines } of kept) {
    for (const each of lines) {
      const last = drafts.at(-1);
      const begins = beginnings.get(each);
      if (begins === undefined && last !== undefined) last.lines.push(each.line);
      else drafts.push(countedDraft(each, begins, zone, desk));
    }
  }
  return drafts;
}

function countedDraft(each: ZoneLine, begins: Beginning | undefined, zone: Zone, desk: Desk): Draft {
  if (begins === undefined) return draftOf(each, 0, zone, desk);
  const { number, length } = begins;
  const printed = each.text.slice(0, length).replace(/[.)\]]?\s*$/u, "");
  const form = /^[0-9]+$/u.test(printed) ? "plain" : "noise";
  const value = form === "plain" ? Number(printed) : null;
  const marker = length === 0 ? null : ({ form, length, printed, value } as const);
  return { ...draftOf({ ...each, marker }, length, zone, desk), counted: number };
}

/** A figure alone below the notes is the page's, and what stands at the head or foot of other pages. */
function withoutFurniture({ lines }: Zone, { desk, heads }: Reading): ZoneLine[] {
  return lines.filter((each, i) => {
    const last = i > 0 && i === lines.length - 1;
    const furniture = each.heading || (last && (each.marker?.form === "alone" || heads.has(each.text)));
    if (furniture) desk.journal.setAside("furniture", each.line.letters);
    return !furniture;
  });
}

// ---------------------------------------------------------------------------------------------------- marked lines

function readMarked(lines: readonly ZoneLine[], zone: Zone, drafts: Draft[], reading: Reading): void {
  lines.forEach((each, i) => {
    const begins = beginsNote(lines, i, drafts, reading);
    if (begins === "no" && drafts.length > 0) {
      drafts[drafts.length - 1]!.lines.push(each.line);
      return;
    }
    const length = begins === "marked" ? each.marker!.length : 0;
    drafts.push(draftOf(each, length, zone, reading.desk));
  });
}

function draftOf(each: ZoneLine, length: number, zone: Zone, desk: Desk): Draft {
  const { letters } = each.line;
  const markup = each.marker?.form === "markup" && length > 0;
  // a letter that stands for a figure names no note
  const letter = each.marker?.form === "noise" && /\p{L}/u.test(each.marker.printed);
  const printed = length > 0 && !letter ? each.marker!.printed : "";
  const found = letters.text.slice(0, length).indexOf(printed);
  const at = printed === "" ? -1 : found;
  dropAround(letters, length, at < 0 ? 0 : at, at < 0 ? 0 : at + printed.length, desk);
  return {
    marker: at < 0 ? Letters.empty : letters.slice(at, at + printed.length),
    value: length > 0 ? each.marker!.value : null,
    lines:
      length >= letters.length ? [] : [{ ...each.line, letters: restored(letters.slice(length), each.marker, desk) }],
    page: each.page,
    place: zone.foot ? "foot" : markup || each.line.block?.kind === "note" ? "markup" : "collected",
  };
}

/** A name's capital that gave way to its marker comes back. */
function restored(letters: Letters, marker: Marker | null, { journal, lexicon }: Desk): Letters {
  if (marker?.form !== "noise" || !/^[lI]$/u.test(marker.printed) || !/^\p{Ll}{3}/u.test(letters.text)) return letters;
  if (lexicon.has(/^\p{Ll}+/u.exec(letters.text)![0])) return letters;
  const after = letters.text[0]!.toUpperCase();
  return letters.patch([{ start: 0, end: 1, after, rule: "notes/body-marker", confidence: 0.8 }], journal);
}

/** Brackets, stops and markup around a marker go with it. */
function dropAround(letters: Letters, length: number, start: number, end: number, { journal }: Desk): void {
  for (const around of [letters.slice(0, start), letters.slice(end, length)]) {
    if (around.text.trim() !== "") journal.drop(around.trim(), "notes/body-marker", 1);
  }
}

const CLOSED = /[.!?)\]][”’"']?$/u;

type Begins = "marked" | "unmarked" | "no";

function beginsNote(lines: readonly ZoneLine[], i: number, drafts: readonly Draft[], reading: Reading): Begins {
  const { line, marker, text } = lines[i]!;
  const last = drafts[drafts.length - 1];
  if (line.block?.kind === "note") return marker ? "marked" : "unmarked";
  if (marker?.form === "noise") {
    const apart = line.blankBefore > 0 || i === 0;
    if (apart && reading.inSeries.size < 3 && opensNothing(marker, text) && !isQuotation(lines, i)) return "marked";
  } else if (marker && marker.value === null) {
    return "marked";
  } else if (marker && marker.form !== "stray") {
    if (goesOnWith(marker, last, lines, i, reading)) return "marked";
  }
  return last === undefined ? "unmarked" : "no";
}

function lastText(draft: Draft): string {
  return draft.lines[draft.lines.length - 1]?.letters.text ?? "";
}

/** A quotation mark that is never closed on its line stands for a figure. */
function opensNothing(marker: Marker, text: string): boolean {
  return !/^[“"‘'«]/u.test(marker.printed) || !/[”"’'»]/u.test(text.slice(marker.length));
}

/** Whether the marker is the next of the series, or a later one where the next does not come. */
function goesOnWith(
  marker: Marker,
  last: Draft | undefined,
  lines: readonly ZoneLine[],
  i: number,
  reading: Reading,
): boolean {
  const value = marker.value!;
  if (marker.form === "markup" || last === undefined) return value < 1500;
  if (last.value === null) return value < 1500;
  if (reading.inSeries.has(lines[i]!)) return true;
  if (reading.inSeries.size >= 12 && marker.form !== "bracket") return false;
  if (value === last.value + 1) return true;
  if (value === 1) return i === 0 || reading.restarts || lines[i]!.line.blankBefore > 0;
  if (value <= last.value || value > last.value + 12) {
    return value !== last.value && i === 0 && lines[i]!.page !== last.page && marker.form !== "plain";
  }
  for (let k = i + 1; k < lines.length && k < i + 60; k += 1)
    if (lines[k]!.marker?.value === last.value + 1) return false;
  return true;
}

// ---------------------------------------------------------------------------------------------------- floating figures

/**
 * Extraction writes raised figures on lines of their own, and where two bodies are short, out of place:
 *
 *     8            8
 *     See A.       See A.
 *     9       or   For the B …
 *     For the B …  9
 *
 * The numbers in order are laid over the lines: a figure before its line costs nothing, one out of place costs as much
 * as the line looks unlike a beginning.
 */
function readFloating(lines: readonly ZoneLine[], zone: Zone, drafts: Draft[], reading: Reading): void {
  const words: ZoneLine[] = [];
  const figures: Figure[] = [];
  const last = drafts[drafts.length - 1]?.value ?? null;
  for (const each of lines) {
    const value = each.marker?.form === "alone" ? each.marker.value : null;
    const symbol = each.marker?.form === "alone" && value === null;
    if (symbol || (value !== null && (reading.inSeries.has(each) || inReach(value, last, reading)))) {
      figures.push({ printed: printedLetters(each, reading.desk), value, before: words.length });
    } else words.push(each);
  }
  const rankOf = ({ value, printed }: Figure) => value ?? signRank(printed.text) ?? 0;
  figures.sort((a, b) => rankOf(a) - rankOf(b) || a.before - b.before);
  const stray = strayFigure(figures, words, zone, last, reading);
  if (stray) figures.unshift(stray);
  const { starts } = layOver(
    figures.map((figure) => figure.before),
    words,
    reading.measure,
  );
  let next = 0;
  words.forEach((each, i) => {
    if (starts[next] === i) {
      const { printed, value } = figures[next]!;
      next += 1;
      drafts.push({ ...draftOf(each, 0, zone, reading.desk), marker: printed, value });
    } else if (drafts.length > 0) drafts[drafts.length - 1]!.lines.push(each.line);
    else drafts.push(draftOf(each, 0, zone, reading.desk));
  });
  for (const { printed } of figures.slice(next)) reading.desk.journal.setAside("debris", printed);
}

interface Figure {
  readonly printed: Letters;
  readonly value: number | null;
  /** Index of the line of words behind it in the file. */
  readonly before: number;
}

function inReach(value: number, last: number | null, reading: Reading): boolean {
  if (last === null) return value < 1000;
  if (reading.restarts || value <= 3) return value < 100;
  return value > last - 3 && value < last + 30;
}

/** The figure glued to the line above, if the series wants it here. */
function strayFigure(
  figures: readonly Figure[],
  words: readonly ZoneLine[],
  zone: Zone,
  last: number | null,
  reading: Reading,
): Figure | null {
  const marker = words[0]?.marker;
  const first = figures[0]?.value ?? null;
  if (marker?.form !== "stray" || zone.above === null) return null;
  const wanted = first === null ? last === null || marker.value === last + 1 : marker.value === first - 1;
  if (!wanted || figures[0]?.before === 0) return null;
  const { line } = zone.above;
  const cut = line.letters.length - marker.printed.length;
  reading.taken.set(line, { ...line, letters: line.letters.slice(0, cut) });
  return { printed: line.letters.slice(cut), value: marker.value, before: 0 };
}

function printedLetters(each: ZoneLine, desk: Desk): Letters {
  const { letters } = each.line;
  const start = each.text.indexOf(each.marker!.printed);
  const end = start + each.marker!.printed.length;
  dropAround(letters, letters.length, start, end, desk);
  return letters.slice(start, end);
}

// ---------------------------------------------------------------------------------------------------- whose

const TRANSLATOR =
  /(?:[—–-]|\(|\[)\s?[*_]?(?:Trans(?:lator(?:[’']s note)?|l)?\.?|Tr\.|T\.N\.)[*_]?\s?[)\]]?\.?$|^\[?(?:Translator[’']s note|Translator|T\.N\.|Tr\.)\s?[:—.]/u;
const EDITOR =
  /(?:[—–-]|\(|\[)\s?[*_]?(?:Eds?(?:itors?(?:[’']s?)?(?: note)?)?\.?(?:,? [\p{L} ]{2,24})?|Note by (?:the )?(?:\p{L}+ )?editors?\.?|Note added [^)\]]{2,60})[*_]?\s?[)\]]?\.?$|^\[?(?:Editor[’']?s?[’']? note|Editors?|E\.N\.)\s?[:—.]/u;

/** Whose note it is, by what stands at its end or head. */
export function authorOf(text: string): NoteBody["by"] {
  const plain = text.replace(/[\uFDD0-\uFDEF]/gu, "").trim();
  const whole = plain.length < 60 ? plain : `${plain.slice(0, 30)} … ${plain.slice(-80)}`;
  if (TRANSLATOR.test(plain.slice(-60)) || TRANSLATOR.test(plain.slice(0, 30))) return "translator";
  if (EDITOR.test(plain.slice(-80)) || EDITOR.test(plain.slice(0, 30))) return "editor";
  return /^\[.*\b(?:Ed|Eds)\.\]$/u.test(whole) ? "editor" : "author";
}
