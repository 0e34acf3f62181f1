// Takes sheets in the source's order; gives pages in reading order, and says why. The one idea: an order of the whole is
// a hypothesis, and hypotheses are weighed by what is printed (folios) and by how well page joins page.

import { unfold } from "./booklet.ts";
import type { Hints, Journal, SourceLine, SourcePage } from "./flow.ts";
import { orderByHint } from "./hinted.ts";
import { joinScore, type WordSense } from "./joins.ts";
import { least, most } from "./many.ts";
import type { Order } from "./outcome.ts";
import type { Sheet } from "./pages.ts";
import { gatherSideNotes } from "./sidenotes.ts";

export interface Ordered {
  readonly pages: readonly SourcePage[];
  readonly order: Order;
}

interface Numbered {
  readonly sheet: Sheet;
  readonly place: number;
  folio: number | null;
}

/** Below this the source keeps its order. */
const SURE = 0.6;

/** `counted`: how many pages folios say there are that belong to whole sides. */
export function findOrder(
  sheets: readonly Sheet[],
  sense: WordSense,
  told: Hints,
  journal: Journal,
  counted: number | null = null,
): Ordered {
  const hints: Hints = told.pages === undefined && counted !== null ? { ...told, pages: counted } : told;
  const full = takeStrips(sheets, journal).filter((sheet) => sheet.lines.length > 0);
  const plain = full.map((_, i) => i);
  if (hints.order === "plain")
    return finish(full, plain, { hypothesis: "plain", confidence: 1, evidence: ["asked for by a hint"] });
  const hinted = orderByHint(full, sense, hints, journal);
  if (hinted)
    return {
      pages: pagesOf(hinted.runs),
      order: { hypothesis: hinted.hypothesis, confidence: 1, evidence: ["asked for by a hint"] },
    };
  const byFolio = orderByFolio(full);
  if (!byFolio || hints.order === "booklet") {
    const folded = refold(full, sense, hints, counted, journal);
    if (folded) return folded;
  }
  if (!byFolio || isSame(byFolio, plain)) {
    const agreed = byFolio ? ["the folios run upwards"] : [];
    return finish(full, plain, { hypothesis: "plain", confidence: byFolio ? 1 : 0.8, evidence: agreed });
  }
  const joins = chainScore(full, byFolio, sense) - chainScore(full, plain, sense);
  const gain = joins + COUNTED * countedOn(full, byFolio);
  const confidence = 1 / (1 + Math.exp(-gain / 4));
  const evidence = [
    `${full.filter((sheet) => sheet.folios.length > 0).length} of ${full.length} pages carry folios`,
    `joins between pages gain ${joins.toFixed(1)}`,
  ];
  if (confidence < SURE) {
    const lines = full[0]!.lines[0]!.letters;
    journal.ask("order/pages", lines, "the folios suggest another order than the source has", ["by folio"]);
    return finish(full, plain, { hypothesis: "plain", confidence: 1 - confidence, evidence });
  }
  return finish(full, byFolio, { hypothesis: nameOf(full), confidence, evidence });
}

const SHORTEST_STRIP = 12;
const LONGEST_STRIP = 160;
/** Lines before a strip among which it was read first. */
const STRIP_REACH = 3;

/** A strip of a line that an extraction read a second time goes: it begins and ends inside words of a line just before it. */
function takeStrips(sheets: readonly Sheet[], journal: Journal): readonly Sheet[] {
  return sheets.map((sheet) => {
    const lines = sheet.lines.filter((line, i) => {
      const before = sheet.lines.slice(Math.max(0, i - STRIP_REACH), i);
      if (!before.some((each) => isStripOf(line.letters.text, each.letters.text))) return true;
      journal.setAside("debris", line.letters);
      return false;
    });
    return lines.length === sheet.lines.length ? sheet : { ...sheet, lines };
  });
}

function isStripOf(strip: string, line: string): boolean {
  if (strip.length < SHORTEST_STRIP || strip.length > LONGEST_STRIP || strip.length >= line.length) return false;
  const at = line.indexOf(strip);
  return (
    at > 0 &&
    /^\p{L}/u.test(strip) &&
    /\p{L}$/u.test(line.slice(0, at)) &&
    /^\p{L}/u.test(line.slice(at + strip.length))
  );
}

/** Nats that a page is worth whose folio follows that of the page before. */
const COUNTED = 0.5;

/** How many more folios follow the one before in `order` than in the source. */
function countedOn(sheets: readonly Sheet[], order: readonly number[]): number {
  const folio = (place: number | undefined): number =>
    (place === undefined ? undefined : sheets[place]!.folios[0]?.value) ?? Number.NaN;
  const counted = (places: readonly number[]): number =>
    places.filter((place, i) => folio(place) === folio(places[i - 1]) + 1).length;
  return counted(order) - counted(sheets.map((_, i) => i));
}

/** Gain in nats below which a folding order is not believed, and from which it is asked for. */
const BELIEVED = 6;
const SUSPECTED = 2;
/** Nats that make one in three of another. */
const SLOPE = 3;

/** Pages found by how sentences go on, where no folio tells. */
function refold(
  sheets: readonly Sheet[],
  sense: WordSense,
  hints: Hints,
  counted: number | null,
  journal: Journal,
): Ordered | null {
  const folded = unfold(sheets, sense, hints.pages ?? null);
  if (!folded) return null;
  const hypothesis = `booklet of ${folded.pages} pages`;
  if (folded.gain < BELIEVED && hints.order !== "booklet") {
    const lines = sheets[0]!.lines[0]!.letters;
    const words = `the pages may stand as in a folded booklet: joins would gain ${folded.gain.toFixed(1)}, ${BELIEVED} are asked for`;
    if (folded.gain >= SUSPECTED) journal.ask("order/pages", lines, words, [hypothesis]);
    return null;
  }
  const pages = pagesOf(gatherSideNotes(folded.runs));
  const { rival, gain } = folded;
  const sure = 1 / (1 + Math.exp(-gain / SLOPE));
  const apart = rival ? 1 / (1 + Math.exp(-(gain - rival.gain) / SLOPE)) : 1;
  const folios = counted === null ? "no folios" : `the folios of whole sides count ${counted} pages`;
  const evidence = [`${folios}; joins between pages gain ${gain.toFixed(1)}`, `${pages.length} runs of lines`];
  if (rival) evidence.push(`with ${rival.pages} pages they would gain ${rival.gain.toFixed(1)}`);
  return { pages, order: { hypothesis, confidence: Math.min(MOST_SURE, sure, apart), evidence } };
}

function pagesOf(runs: readonly (readonly SourceLine[])[]): SourcePage[] {
  return runs.map((run, index) => ({
    index,
    lines: run.map((line) => ({ ...line, page: index })),
    folio: null,
    head: null,
  }));
}

/** Without folios nothing is certain. */
const MOST_SURE = 0.98;

function nameOf(sheets: readonly Sheet[]): string {
  return `booklet of about ${Math.ceil(sheets.length / 4) * 4} pages`;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** The order the folios give, or null where too few pages have one. Pages without stay with their neighbours. */
function orderByFolio(sheets: readonly Sheet[]): number[] | null {
  const pages: Numbered[] = sheets.map((sheet, place) => ({
    sheet,
    place,
    folio: sheet.folios[0]?.style === "arabic" ? sheet.folios[0].value : null,
  }));
  const known = pages.filter((page) => page.folio !== null).length;
  if (known < 4 || known < pages.length * 0.5) return null;
  dropOutliers(pages);
  completeSides(pages);
  const front = least(pages.flatMap((page) => page.folio ?? [])) - 1;
  for (const page of pages) if (page.folio === null && isTitlePage(page.sheet, sheets)) page.folio = front;
  fillIn(pages);
  return [...pages].sort((a, b) => a.folio! - b.folio! || a.place - b.place).map((page) => page.place);
}

/** Few short lines before everything else: a cover or a title page. */
function isTitlePage(sheet: Sheet, sheets: readonly Sheet[]): boolean {
  const measure = most(sheet.lines.map((line) => line.width));
  const usual = median(sheets.map((each) => most(each.lines.map((line) => line.width))));
  return sheet === sheets[0] && sheet.lines.length <= 12 && measure < usual * 0.7;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** In every order known, a folio differs from that of the page two or four places on by little; OCR's slips do not. */
function dropOutliers(pages: Numbered[]): void {
  pages.forEach((page, i) => {
    if (page.folio === null) return;
    const near = [-4, -3, -2, -1, 1, 2, 3, 4].flatMap((step) => pages[i + step]?.folio ?? []);
    if (near.length >= 3 && !near.some((folio) => Math.abs(folio - page.folio!) <= 4)) page.folio = null;
  });
}

/** The two folios of a booklet's side have the same sum on every side. */
function completeSides(pages: readonly Numbered[]): void {
  const pairs: (readonly [Numbered, Numbered])[] = [];
  pages.forEach((page, i) => {
    const next = pages[i + 1];
    if (next && next.sheet.side === page.sheet.side && pages[i + 2]?.sheet.side !== page.sheet.side)
      if (pages[i - 1]?.sheet.side !== page.sheet.side) pairs.push([page, next]);
  });
  const sums = pairs.flatMap(([a, b]) => (a.folio === null || b.folio === null ? [] : [a.folio + b.folio]));
  const sum = median(sums);
  const agreed = sums.filter((each) => each === sum).length;
  if (agreed < 3 || agreed < sums.length * 0.8) return;
  const used = new Set(pages.flatMap((page) => page.folio ?? []));
  for (const pair of pairs) {
    const [open, known] = pair[0].folio === null ? pair : [pair[1], pair[0]];
    if (open.folio !== null || known.folio === null) continue;
    const folio = sum - known.folio;
    if (folio > 0 && !used.has(folio)) open.folio = folio;
  }
}

/** Gives every page without a folio the one that its neighbours' steps ask for. */
function fillIn(pages: Numbered[]): void {
  const used = new Set(pages.flatMap((page) => page.folio ?? []));
  const first = least(used);
  pages.forEach((page, i) => {
    if (page.folio !== null) return;
    const guess = guessFolio(pages, i, used);
    if (guess !== null) {
      page.folio = guess;
      used.add(guess);
    } else page.folio = i === 0 ? first - 1 : pages[i - 1]!.folio! + 0.5;
  });
}

/** A free number next to one of the folios of the pages around. */
function guessFolio(pages: readonly Numbered[], i: number, used: ReadonlySet<number>): number | null {
  const votes = new Map<number, number>();
  for (const step of [-4, -3, -2, -1, 1, 2, 3, 4]) {
    const folio = pages[i + step]?.folio;
    if (folio === undefined || folio === null || !Number.isInteger(folio)) continue;
    for (const near of [folio - 1, folio + 1]) {
      if (near > 0 && !used.has(near) && near <= pages.length + 2)
        votes.set(near, (votes.get(near) ?? 0) + 5 - Math.abs(step));
    }
  }
  const best = [...votes].sort((a, b) => b[1] - a[1])[0];
  return best && best[1] >= 4 ? best[0] : null;
}

function chainScore(sheets: readonly Sheet[], order: readonly number[], sense: WordSense): number {
  const ends = sheets.map(endsOf);
  let sum = 0;
  for (let i = 1; i < order.length; i += 1) {
    const after = sheets[order[i]!]!.lines[0]!.letters.text;
    sum += Math.max(...ends[order[i - 1]!]!.map((before) => joinScore(before, after, sense)));
  }
  return sum;
}

const NOTE = /^(?:\d{1,3}|[*∗†‡§])(?:$|[.)]?\s?["“‘'(]?\p{Lu})/u;

/** Lines with which a page's text may end: its last one, and those before what may be its notes. */
function endsOf({ lines }: Sheet): string[] {
  const texts = lines.map((line) => line.letters.text);
  const notes = texts.flatMap((text, i) => (i > texts.length / 3 && NOTE.test(text) ? [texts[i - 1]!] : []));
  return [...notes.slice(0, 3), texts.at(-1)!];
}

function finish(sheets: readonly Sheet[], order: readonly number[], found: Order): Ordered {
  const pages = order.map((place, index) => {
    const sheet = sheets[place]!;
    const lines: readonly SourceLine[] = sheet.lines.map((line) => ({ ...line, page: index }));
    return { index, lines, folio: sheet.folios[0] ?? null, head: sheet.head };
  });
  return { pages, order: found };
}
