// From pages in reading order to which of their lines belong to notes. The one idea: a hidden Markov model of two states,
// text and note, over the lines; what a line looks like gives its odds, what stands before it the price of a change, and
// the cheapest path through the whole text decides. The odds are learned from the text itself in a first pass.

import type { Desk, SourceLine, SourcePage } from "../flow.ts";
import { callLetters, callNumbers, callSigns, gluedCalls } from "./figures.ts";
import { type Marker, type MarkerForm, markerOf, misreadLetter, opensEmphasis } from "./markers.ts";

export interface ZoneLine {
  readonly line: SourceLine;
  readonly text: string;
  /** Index into the pages as they were given: reading order. */
  readonly page: number;
  readonly marker: Marker | null;
  readonly first: boolean;
  readonly last: boolean;
  /** "Notes", "FOOTNOTE:" alone on a line. */
  readonly heading: boolean;
}

/** `note[i]` is true where line i belongs to a note; `noisy` where the text's note markers are mostly unreadable. */
export interface Zones {
  readonly lines: readonly ZoneLine[];
  readonly note: readonly boolean[];
  /** Indices of the lines whose numbers make the best series. */
  readonly series: ReadonlySet<number>;
  readonly noisy: boolean;
  readonly measure: Measure;
}

/** Widths of full lines in ems: of body type, and of the smaller type of the notes where there is such. */
export interface Measure {
  readonly body: number | null;
  readonly note: number | null;
}

const NOTES_HEADING =
  /^[\s*_#=-]*(?:(?:foot|end)[- ]?notes?|notes?(?: and references)?|references|anmerkungen|fußnoten|notas|note al testo|notes de bas de page|примечания)\s*[:.]?[\s*_#=-]*$/iu;

export function zonesOf(
  pages: readonly SourcePage[],
  { vocabulary, lexicon }: Pick<Desk, "vocabulary" | "lexicon">,
): Zones {
  const lines = zoneLines(pages, (word, least) => (vocabulary.get(word) ?? 0) >= least || lexicon.has(word));
  const measure = measureOf(lines);
  const listed = listItems(lines);
  const series = seriesOf(lines, measure, listed);
  const calling = callingLines(lines);
  const support = {
    support: callSupport(lines, series),
    noNotes: new Set([...listed, ...calling]),
    definitions: definesNotes(lines),
  };
  for (const i of listed) support.support[i] = -3;
  for (const i of calling) support.support[i] = support.support[i]! - 3;
  const first = decide(lines, measure, support, PLAIN_LORE);
  const lore = learn(lines, first, support);
  const again = lore.zones === 0 ? first : decide(lines, measure, support, lore);
  const owing = owingPages(lines, again);
  const note = owing.size === 0 ? again : decide(lines, measure, support, { ...lore, owing });
  return { lines, note, series, noisy: lore.noisy, measure };
}

function definesNotes(lines: readonly ZoneLine[]): boolean {
  return lines.some(({ text }) => /^\[\^[^\]\s]+\]:\s/u.test(text));
}

/** What a page owes to a note that breaks off within a sentence before it. */
interface Debt {
  /** It breaks off within a word. */
  readonly word: boolean;
  /** The text above it had ended: its rest stands at the head of the page; else at its foot. */
  readonly head: boolean;
}

function owingPages(lines: readonly ZoneLine[], note: readonly boolean[]): ReadonlyMap<number, Debt> {
  const owing = new Map<number, Debt>();
  let done = true;
  lines.forEach((each, i) => {
    if (each.first) done = true;
    if (!note[i]) done = closes(each.text);
    if (!note[i] || !each.last || closes(each.text) || lines[i + 1]?.line.block) return;
    const head = done && startsLower(lines[i + 1]?.text ?? "");
    owing.set(each.page + 1, { word: /\p{L}[-‐¬\u00ad]$/u.test(each.text), head });
  });
  return owing;
}

function zoneLines(pages: readonly SourcePage[], known: (word: string, least: number) => boolean): ZoneLine[] {
  const starred =
    pages.flatMap((page) => page.lines).filter(({ letters }) => opensEmphasis(letters.text)).length >= STARRED;
  const lines: ZoneLine[] = [];
  pages.forEach((page, index) => {
    const called = new Set<string>();
    page.lines.forEach((line, i) => {
      const text = line.letters.text;
      const above = i > 0 ? page.lines[i - 1]!.letters.text : "";
      lines.push({
        line,
        text,
        page: index,
        marker: emphasized(page.lines, i, starred)
          ? null
          : (calledMarker(text, called, line.blankBefore > 0 || closes(above)) ??
            strayMarker(above, text) ??
            (line.blankBefore > 0 || closes(above) ? fusedMarker(text, known) : null)),
        first: i === 0,
        last: i === page.lines.length - 1,
        heading: text.length < 40 && NOTES_HEADING.test(text),
      });
      for (const letter of callLetters(text)) called.add(letter);
    });
  });
  return lines;
}

/** Lines that open with whole emphasis in a text whose emphasis is in stars: one of which the end is torn off is as well. */
const STARRED = 3;

/** How far emphasis in signs reaches at most, in lines. */
const EMPHASIS_REACH = 40;

function emphasized(lines: readonly SourceLine[], i: number, starred: boolean): boolean {
  if (!/^\*{1,3}[^\s*]/u.test(lines[i]!.letters.text)) return false;
  if (starred) return true;
  let to = i + 1;
  while (to < lines.length && to < i + EMPHASIS_REACH && lines[to]!.blankBefore === 0) to += 1;
  const paragraph = lines.slice(i, to).map(({ letters }) => letters.text);
  return opensEmphasis(paragraph.join(" "));
}

/** `lmorrow` for 1 and `Morrow`, `Squoted` for 8 and `quoted`: a figure read as the first letter of a word. */
function fusedMarker(text: string, known: (word: string, least: number) => boolean): Marker | null {
  const word = /^[lIS](\p{Ll}{2,})\b/u.exec(text);
  if (word === null || known(word[0].toLowerCase(), 3) || !known(word[1]!, 1)) return null;
  return { form: "noise", length: 1, printed: text[0]!, value: null };
}

/** A letter at a line's head is a marker only where the page has called it, and not within a sentence. */
function calledMarker(text: string, called: ReadonlySet<string>, apart: boolean): Marker | null {
  const marker = markerOf(text);
  if (marker?.form !== "letter" || (apart && called.has(marker.printed))) return marker;
  return misreadLetter(text, marker);
}

/** `im2` for `im-` and 2: where a word is cut off at a page's end, its hyphen can give way to the note's figure. */
function strayMarker(above: string, text: string): Marker | null {
  const glued = /(?<=\p{Ll}{2})([0-9]{1,3})$/u.exec(above);
  if (glued === null || /^\p{Ll}/u.test(text)) return null;
  return { form: "stray", length: 0, printed: glued[1]!, value: Number(glued[1]) };
}

// ---------------------------------------------------------------------------------------------------- measure

/** The densest width among lines that go on, and a second one, 5 to 70 % wider, of smaller type. */
export function measureOf(lines: readonly ZoneLine[]): Measure {
  const widths: number[] = [];
  for (let i = 0; i + 1 < lines.length; i += 1) if (goesOn(lines, i)) widths.push(lines[i]!.line.width);
  widths.sort((a, b) => a - b);
  if (widths.length < 12) return { body: null, note: null };
  const body = densest(widths, 0, Number.POSITIVE_INFINITY);
  if (body.count < widths.length * 0.25) return { body: null, note: null };
  const note = densest(widths, body.centre * 1.06, body.centre * 1.7);
  const enough = Math.max(6, widths.length * 0.004);
  const apart = note.count >= enough && valley(widths, body.centre, note.centre) * 2 < note.count;
  return { body: body.centre, note: apart ? note.centre : null };
}

/** The emptiest window between two centres: in ragged text widths thin out steadily, and there is no valley. */
function valley(sorted: readonly number[], body: number, note: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let low = body * 1.02; low * 1.06 <= note * 1.02; low *= 1.01) {
    least = Math.min(least, sorted.filter((width) => width >= low && width <= low * 1.06).length);
  }
  return least;
}

function densest(sorted: readonly number[], low: number, high: number): { centre: number; count: number } {
  let best = { centre: 0, count: 0 };
  let from = 0;
  for (let to = 0; to < sorted.length; to += 1) {
    const width = sorted[to]!;
    if (width < low || width > high) continue;
    while (sorted[from]! < low || sorted[from]! < width / 1.06) from += 1;
    if (to - from + 1 > best.count) best = { centre: (sorted[from]! + width) / 2, count: to - from + 1 };
  }
  return best;
}

/** Whether the next line belongs to the same paragraph, as far as blanks and case tell. */
function goesOn(lines: readonly ZoneLine[], i: number): boolean {
  const next = lines[i + 1];
  if (next === undefined || next.page !== lines[i]!.page || next.line.blankBefore > 0) return false;
  return next.line.block === null;
}

function startsLower(text: string): boolean {
  return /^[“"‘'(]?\p{Ll}/u.test(text);
}

// ---------------------------------------------------------------------------------------------------- evidence

/** What a first pass teaches about a text's notes. */
interface Lore {
  readonly zones: number;
  readonly forms: ReadonlyMap<MarkerForm, number>;
  /** Share of marked notes whose number stands as a call before them. */
  readonly called: number;
  /** Share of zones that reach the foot of a page. */
  readonly atFoot: number;
  readonly noisy: boolean;
  /** What the words of citations earn a line. */
  readonly bookish: number;
  /** Pages on which a note of the page before goes on. */
  readonly owing: ReadonlyMap<number, Debt>;
}

const BOOKISH_ODDS = 0.6;

const PLAIN_LORE: Lore = {
  zones: 0,
  forms: new Map(),
  called: 0,
  atFoot: 0,
  noisy: false,
  bookish: BOOKISH_ODDS,
  owing: new Map(),
};

const FORM_ODDS: Readonly<Record<MarkerForm, number>> = {
  markup: 6,
  bracket: 3,
  symbol: 1.8,
  letter: 1.8,
  alone: -0.4,
  plain: -0.4,
  dotted: 0,
  noise: 0.6,
  stray: -0.4,
};

interface Support {
  /** For each line with a numbered marker: the odds that calls and the series give it. */
  readonly support: Float64Array;
  /** Lines that are items of a list, or that call what they would be. */
  readonly noNotes: ReadonlySet<number>;
  /** Whether notes are written as Markdown writes them: `[^1]: …`. */
  readonly definitions: boolean;
}

/** No paragraph begins with a figure glued to its first word. */
const GLUED = 1.2;

/** For each line with a numbered marker: the odds that calls and the series give it. */
function callSupport(lines: readonly ZoneLine[], series: ReadonlySet<number>): Float64Array {
  const support = new Float64Array(lines.length);
  const lastCall = new Map<number, { index: number; page: number }>();
  const lastSign = new Map<string, number>();
  lines.forEach((each, index) => {
    const { marker } = each;
    if (marker !== null && isSign(marker) && lastSign.get(marker.printed) === each.page) support[index] = 2.4;
    if (marker?.value !== null && marker?.value !== undefined && each.line.block?.kind !== "heading") {
      const call = lastCall.get(marker.value);
      if (call && call.index < index) support[index] = call.page === each.page ? 2.4 : 1.2;
      if (series.has(index)) support[index] = support[index]! + 1.4;
      else if (series.size >= 12 && (marker.form === "dotted" || marker.form === "plain")) support[index] = -2.5;
    }
    const from = marker ? marker.length : 0;
    for (const value of callNumbers(each.text, from)) lastCall.set(value, { index, page: each.page });
    for (const sign of callSigns(each.text, from)) lastSign.set(sign, each.page);
  });
  return support;
}

/** The unmarked lines that call a note whose body stands further down on their page. */
function callingLines(lines: readonly ZoneLine[]): readonly number[] {
  const calling: number[] = [];
  const paged = (lines.at(-1)?.page ?? 0) > 0;
  let below = new Set<number>();
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const { marker, text, last } = lines[i]!;
    if (last) below = new Set();
    if (marker === null && paged && gluedCalls(text, 0).some((value) => below.has(value))) calling.push(i);
    if (marker?.value !== null && marker?.value !== undefined) below.add(marker.value);
  }
  return calling;
}

function isSign({ form, value }: Marker): boolean {
  return form === "symbol" || (form === "alone" && value === null);
}

/** Lines between two items of a list. */
const LIST_REACH = 20;

/** The numbered lines behind a colon, from 1 on, that nothing on their page calls: a list, not notes. */
function listItems(lines: readonly ZoneLine[]): ReadonlySet<number> {
  const listed = new Set<number>();
  let called = new Set<number>();
  let next = 0;
  let last = 0;
  lines.forEach((each, i) => {
    if (each.first) called = new Set();
    const bare = each.marker?.form === "dotted" || each.marker?.form === "plain" ? each.marker : null;
    if (i - last > LIST_REACH) next = 0;
    const above = lines[i - 1];
    if (bare?.value === 1 && above && !above.heading && /:$/u.test(above.text) && !called.has(1)) next = 1;
    if (next > 0 && bare?.value === next) {
      listed.add(i);
      next += 1;
      last = i;
    }
    for (const value of callNumbers(each.text, each.marker?.length ?? 0)) called.add(value);
  });
  return listed;
}

const SERIES_REACH = 120;
const NO_LINK = 25;

/**
 * The markers that together make the best series: each counts, most where it is the next; gaps cost, a new start at 1
 * costs more, a start elsewhere more than a list is worth. So a list of fifteen demands between notes 205 and 206 is
 * passed over, and notes that begin anew in each chapter are not.
 */
function seriesOf(lines: readonly ZoneLine[], measure: Measure, listed: ReadonlySet<number>): ReadonlySet<number> {
  const nodes: { index: number; value: number; own: number }[] = [];
  lines.forEach(({ marker, line }, index) => {
    if (listed.has(index) || !marker || marker.value === null || marker.value > 2000 || line.block?.kind === "heading")
      return;
    if (marker.form === "markup") return;
    const small = measure.body !== null && measure.note !== null && line.width > measure.body * 1.045;
    nodes.push({ index, value: marker.value, own: small ? 0.4 : 0 });
  });
  const best = new Float64Array(nodes.length);
  const from = new Int32Array(nodes.length).fill(-1);
  let top = -1;
  nodes.forEach(({ value, own }, i) => {
    best[i] = own - (value <= 2 ? 0 : Math.min(6, value));
    for (let k = i - 1; k >= 0 && k >= i - SERIES_REACH; k -= 1) {
      const linked = best[k]! + own + linkOf(nodes[k]!.value, value);
      if (linked > best[i]!) {
        best[i] = linked;
        from[i] = k;
      }
    }
    if (top < 0 || best[i]! > best[top]!) top = i;
  });
  const chosen = new Set<number>();
  for (let i = top; i >= 0; i = from[i]!) chosen.add(nodes[i]!.index);
  return chosen.size >= 3 ? chosen : new Set();
}

function linkOf(before: number, value: number): number {
  const step = value - before;
  if (step === 1) return 1;
  if (step > 1 && step <= 30) return 0.6 - 0.15 * step;
  if (value <= 2) return -2.5;
  return -NO_LINK;
}

/** The arrow by which a web page's note leads back to its call. */
export const BACK_LINK = /\s?[↩↵⤴⏎]\ufe0e?$/u;

/** Words that notes hold and lists of demands do not. */
export const BOOKISH =
  /\b(?:Ibid|ibid|[Oo]p\. ?cit|[Ll]oc\. ?cit|pp?\. ?[0-9]|[Vv]ols?\.|[Tt]rans\.|[Ee]ds?\.|Press\b|[Ss]ee (?:also|section|the|p)|[Cc]f\.|[Qq]uoted (?:in|by))/u;

/** A block that is marked in another way than the notes are, or not at all; in Markdown the rest of a note stands in. */
function isForeign({ marker, line }: ZoneLine, { forms }: Lore, definitions: boolean): boolean {
  if (definitions && marker === null) return line.indent === 0;
  return (forms.get("markup") ?? 0) > 0.5 && !(marker?.form === "markup" || marker?.form === "bracket");
}

function odds(
  lines: readonly ZoneLine[],
  i: number,
  measure: Measure,
  { support, noNotes, definitions }: Support,
  lore: Lore,
): number {
  const each = lines[i]!;
  const { marker, text } = each;
  const kind = each.line.block?.kind;
  if (kind === "note") return 12;
  if (each.heading) return 3;
  if (kind === "heading" || (marker === null && !lore.noisy && opensChapter(lines, i, measure))) return -6;
  let sum = -0.15;
  if (marker && beginsBlock(lines, i, marker)) {
    if (marker.form === "plain" && marker.length === marker.printed.length) sum += GLUED;
    // a number that was misread belongs to no series
    sum +=
      FORM_ODDS[isSign(marker) ? "symbol" : marker.form] +
      (lore.noisy && !noNotes.has(i) ? Math.max(0, support[i]!) : support[i]!);
    if (marker.form === "noise" && isGluedSign(marker)) sum += 1.2;
    if (marker.form === "noise" && opensQuotation(lines, i)) sum -= 1.5;
    if (marker.form === "noise" && (isQuotation(lines, i) || isAnnounced(lines, i))) sum -= 6;
    if (lore.zones > 0) {
      const share = lore.forms.get(marker.form) ?? 0;
      sum += share > 0.15 ? 1.5 : share > 0.02 ? 0 : -1.5;
      if (marker.value !== null && lore.called > 0.7 && support[i]! < 1.2 && marker.form !== "markup") sum -= 1.5;
    }
  }
  // where markup marks the notes, a block without it is text
  if (each.line.blankBefore > 0 && isForeign(each, lore, definitions)) sum -= definitions || marker !== null ? 8 : 2.5;
  if (marker === null) sum += support[i]!;
  if (BOOKISH.test(text)) sum += lore.bookish;
  if (BACK_LINK.test(text)) sum += 6;
  if (i > 0 && !each.first && each.line.blankBefore > 0 && startsLower(text) && closes(lines[i - 1]!.text)) sum += 1.2;
  if (measure.body !== null) sum += widthOdds(lines, i, measure.body, measure.note);
  if (each.last && lore.zones > 0) sum += 2 * lore.atFoot - 0.5;
  return sum;
}

/** A short line without a stop, empty lines above that no two notes have between them, and one below. */
function opensChapter(lines: readonly ZoneLine[], i: number, { body, note }: Measure): boolean {
  const { line, text } = lines[i]!;
  const next = lines[i + 1];
  if (line.blankBefore < 3 || next === undefined || next.line.blankBefore === 0 || next.marker !== null) return false;
  if (!/^["“‘']?\p{Lu}.*[\p{L}\d?!”’"]$/u.test(text) || BOOKISH.test(text)) return false;
  return line.width < (note ?? body ?? 0) * 0.75;
}

function closes(text: string): boolean {
  return /[.!?…][”’"')\]*_°®©>#†‡]*$|[^0-9][.!?…][”’"')\]*_]*[0-9]{1,3}$/u.test(text) || BACK_LINK.test(text);
}

/** A sign that opens no quotation, without a blank behind it: nothing but a figure misread looks so. */
function isGluedSign({ printed, length }: Marker): boolean {
  return length === printed.length && /[^“”"'‘’\p{L}]/u.test(printed);
}

/** Whether the mark a block begins with is closed within the block: a quotation, not a figure misread. */
function opensQuotation(lines: readonly ZoneLine[], i: number): boolean {
  const open = lines[i]!.text[0]!;
  const close = open === "“" ? "”" : open === "‘" ? "’" : open === '"' ? '"' : null;
  if (close === null) return false;
  for (let k = i; k < lines.length && k < i + 12; k += 1) {
    if (k > i && !goesOn(lines, k - 1)) return false;
    const at = lines[k]!.text.indexOf(close, k === i ? 1 : 0);
    if (at >= 0) return close !== "’" || !/\p{L}/u.test(lines[k]!.text[at + 1] ?? "");
  }
  return false;
}

/** Lines of a block that are looked at. */
const BLOCK_REACH = 40;

/** Whether the block that begins here is one quotation: as many marks that close as that open, the last at its end. */
export function isQuotation(lines: readonly ZoneLine[], i: number): boolean {
  if (!lines[i]!.text.startsWith("“")) return false;
  let to = i + 1;
  while (to < lines.length && to < i + BLOCK_REACH && lines[to]!.line.blankBefore === 0 && !lines[to]!.first) to += 1;
  const text = lines
    .slice(i, to)
    .map((each) => each.text)
    .join(" ");
  const opened = text.split("“").length;
  return /”[^\p{L}”]{0,4}$/u.test(text) && opened === text.split("”").length;
}

/** A colon stands before what begins with a mark that opens a quotation. */
function isAnnounced(lines: readonly ZoneLine[], i: number): boolean {
  return i > 0 && /^[“"‘]/u.test(lines[i]!.text) && /:$/u.test(lines[i - 1]!.text);
}

function beginsBlock(lines: readonly ZoneLine[], i: number, marker: Marker): boolean {
  if (marker.form !== "noise") return true;
  const { line, first } = lines[i]!;
  return first || line.blankBefore > 0;
}

function widthOdds(lines: readonly ZoneLine[], i: number, body: number, note: number | null): number {
  const width = singleWidth(lines[i]!.line.width, body, note);
  const on = goesOn(lines, i);
  if (note !== null && width > body * 1.045) return width > (body + note) / 2 && width < note * 1.05 ? 2.2 : 0.4;
  if (!on) return 0;
  if (Math.abs(width - body) <= body * 0.03) return note === null ? 0 : -1.2;
  // a line of small type that ends early although its paragraph goes on
  if (note !== null && width < body * 0.97 && startsLower(lines[i + 1]!.text)) return -2;
  return 0;
}

/** Some extractions mend hyphens by joining lines: a line of two or three measures is as wide as one of them. */
function singleWidth(width: number, body: number, note: number | null): number {
  for (const lines of [2, 3, 4]) {
    const one = width / lines;
    if (one < body * 0.9) break;
    if (Math.abs(one - body) < body * 0.035 || (note !== null && Math.abs(one - note) < note * 0.05)) return one;
  }
  return width;
}

// ---------------------------------------------------------------------------------------------------- the path

function enterCost(lines: readonly ZoneLine[], i: number, { body }: Measure, lore: Lore): number {
  const { marker, heading, line, page } = lines[i]!;
  if (heading || line.block?.kind === "note") return 0;
  if (marker && beginsBlock(lines, i, marker)) {
    if (marker.form === "markup" || marker.form === "bracket") return 0.5;
    const apart = line.blankBefore > 0 || line.indent > 0;
    if (marker.form === "noise") return 2.6 - (apart ? 0.6 : 0);
    return isSign(marker) || marker.form === "letter" ? 1.6 : 2.2 - (apart ? 0.3 : 0);
  }
  // the second half of a note torn by the page, or a note whose marker is lost
  const owed = lore.owing.get(page);
  if (owed !== undefined && !lines[i]!.first) return owedCost(lines, i, owed);
  const apart = line.blankBefore > 0 ? 0 : 1.5;
  const torn = line.blankBefore > 0 && isTornText(lines, i, body) ? 2.5 : 0;
  const usual = page > 0 ? (lore.zones > 0 ? 4 : 5) + apart - torn : 12;
  // where marks were misread, some are no marks at all
  return lore.noisy && line.blankBefore > 0 && BOOKISH.test(lines[i]!.text) ? Math.min(3, usual) : usual;
}

/**
 * Where the rest of a note is owed at line i. The text above must then have ended, if the next page begins with a capital,
 * or have not, if it goes on in small letters.
 */
function owedCost(lines: readonly ZoneLine[], i: number, { word }: Debt): number {
  const apart = lines[i]!.line.blankBefore > 0 ? 0 : 0.7;
  const done = closes(lines[i - 1]!.text);
  const torn = nextPageGoesOn(lines, i);
  if (!done && !torn) return 8;
  if (startsLower(lines[i]!.text)) return apart + (torn ? 2.2 : 0.8) - (word ? 2 : 0);
  if (word) return 12;
  return apart + (done ? (torn ? 6 : 2.5) : 1.5);
}

/** Whether the text before line i breaks off within a sentence, at the end of a full line, and the next page takes it up. */
function isTornText(lines: readonly ZoneLine[], i: number, body: number | null): boolean {
  const above = lines[i - 1];
  if (above === undefined || above.page !== lines[i]!.page || closes(above.text) || startsLower(lines[i]!.text))
    return false;
  if (body !== null && above.line.width < body * 0.75) return false;
  return nextPageGoesOn(lines, i);
}

function nextPageGoesOn(lines: readonly ZoneLine[], i: number): boolean {
  for (let k = i + 1; k < lines.length && k < i + 40; k += 1) if (lines[k]!.first) return startsLower(lines[k]!.text);
  return false;
}

/** `above`: the line of text over the note that ends before line i. */
function leaveCost(lines: readonly ZoneLine[], i: number, above: ZoneLine | null, lore: Lore): number {
  const each = lines[i]!;
  const kind = each.line.block?.kind;
  if (kind === "heading") return 0;
  if (kind !== undefined && kind !== "note") return 3;
  if (above !== null && takesUp(above.text, each.text)) return closes(lines[i - 1]!.text) ? 0.5 : 3.5;
  const blank = blankCost(lines, i, lore);
  if (closes(lines[i - 1]!.text)) return blank;
  return blank + (each.line.blankBefore >= 3 ? 1.5 : 5);
}

/** The text breaks off within a sentence over the notes, as at a column's foot, and goes on behind them. */
function takesUp(above: string, text: string): boolean {
  return !closes(above) && !/:$/u.test(above) && startsLower(text);
}

function blankCost(lines: readonly ZoneLine[], i: number, lore: Lore): number {
  const each = lines[i]!;
  const blank = each.line.blankBefore;
  if (blank > 0 && lines[i - 1]!.text.endsWith("]")) return 1;
  const short = each.text.length < 60 && !/[.,;:]["”’]?$/u.test(each.text) && !startsLower(each.text);
  if (blank > 0 && (lore.forms.get("markup") ?? 0) > 0.5) return 1;
  if (blank >= 2) return short ? 1 : 2;
  if (blank === 1) return short ? 2.5 : 4;
  return 7;
}

function pageCost(lines: readonly ZoneLine[], i: number): number {
  const { marker, heading, line } = lines[i]!;
  if (heading || line.block?.kind === "note") return 0;
  return marker && marker.form !== "noise" ? 1 : 2.5;
}

/** The text above the notes broke off, the notes did not, and the next page goes on in small letters: that is text. */
function takenUp(above: ZoneLine | null, lines: readonly ZoneLine[], i: number): number {
  return above !== null && closes(lines[i - 1]!.text) && takesUp(above.text, lines[i]!.text) ? 5 : 0;
}

/** Viterbi over two states; text is 0, note is 1. */
function decide(lines: readonly ZoneLine[], measure: Measure, support: Support, lore: Lore): boolean[] {
  const back = new Uint8Array(lines.length * 2);
  let text = 0;
  let note = Number.NEGATIVE_INFINITY;
  let above: ZoneLine | null = null;
  lines.forEach((each, i) => {
    const gain = odds(lines, i, measure, support, lore);
    const enter = enterCost(lines, i, measure, lore);
    const turn = each.first && i > 0;
    const atHead = turn && lore.owing.get(each.page)?.head === true;
    const stay = atHead ? 0 : turn ? Math.min(pageCost(lines, i) + takenUp(above, lines, i), enter) : 0;
    const leave = i === 0 ? 0 : atHead ? 4 : turn ? 0 : leaveCost(lines, i, above, lore);
    const toText = text >= note - leave ? 0 : 1;
    const toNote = note - stay >= text - enter ? 1 : 0;
    back[i * 2] = toText;
    back[i * 2 + 1] = toNote;
    if (toNote === 0) above = lines[i - 1] ?? null;
    const nextText = toText === 0 ? text : note - leave;
    const nextNote = (toNote === 1 ? note - stay : text - enter) + gain;
    text = nextText;
    note = nextNote;
  });
  const path = new Array<boolean>(lines.length).fill(false);
  let state = note > text ? 1 : 0;
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    path[i] = state === 1;
    state = back[i * 2 + state]!;
  }
  return path;
}

function learn(lines: readonly ZoneLine[], note: readonly boolean[], { support }: Support): Lore {
  const forms = new Map<MarkerForm, number>();
  let zones = 0;
  let foot = 0;
  let marked = 0;
  let numbered = 0;
  let called = 0;
  lines.forEach((each, i) => {
    if (!note[i]) return;
    if (i === 0 || !note[i - 1]) zones += 1;
    if (each.last) foot += 1;
    if (!each.marker) return;
    marked += 1;
    forms.set(each.marker.form, (forms.get(each.marker.form) ?? 0) + 1);
    if (each.marker.value === null) return;
    numbered += 1;
    if (support[i]! >= 1.2) called += 1;
  });
  for (const [form, count] of forms) forms.set(form, count / marked);
  const noise = forms.get("noise") ?? 0;
  const unreadable = noise + (forms.get("symbol") ?? 0);
  return {
    zones,
    forms,
    called: numbered > 4 ? called / numbered : 0,
    atFoot: zones > 0 ? Math.min(1, foot / zones) : 0,
    noisy: marked > 5 && noise > 0.15 && unreadable > 0.4,
    bookish: bookishOdds(lines, note),
    owing: new Map(),
  };
}

/** Half of what the shares of such lines in notes and in text say, for they stand together. */
function bookishOdds(lines: readonly ZoneLine[], note: readonly boolean[]): number {
  const shareOf = (within: boolean) => {
    const own = lines.filter((_, i) => note[i] === within);
    return (own.filter(({ text }) => BOOKISH.test(text)).length + 1) / (own.length + 2);
  };
  return Math.max(BOOKISH_ODDS, Math.min(1.4, Math.log(shareOf(true) / shareOf(false)) / 2));
}
