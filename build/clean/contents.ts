// Takes sections of lines; sets contents lists apart and says what they name. The one idea: the folios of a list rise, and
// where it has none it ends before the line that says one of its entries again: that is where the text begins.

import type { Journal, SourceLine } from "./flow.ts";
import { headKey, loneFolio, romanValue } from "./folios.ts";
import { startsLower } from "./joins.ts";
import { most } from "./many.ts";
import type { Section } from "./read.ts";

export const CONTENTS =
  /^[#*_\s]*(?:(?:table|list) of contents|contents|table des matières|sommaire|inhalt(?:sverzeichnis)?|índice|indice|содержание|оглавление)(?:\s*\(?cont(?:inue|’|')?d\.?\)?)?[.:*_\s]*$/iu;
/** What stands above the columns of a list. */
const COLUMNS = /^(?:(?:chapter|chap|part|section|page|pages|pag|folio|p|pp|no|seite|стр)\.?[\s·.]*){1,3}$/iu;
const LONGEST_ENTRY = 100;
const LONGEST_PAGED = 160;
/** Lines from one folio to the next: an old book sums its chapters up. */
const MOST_BETWEEN = 12;
/** Part of the entries that have a folio, where a list has folios. */
const PAGED = 0.5;

const LEADERS = String.raw`\s*(?:[.·•…_‧]\s?){2,}\s*|\s{2,}|\t+`;
const FOLIO_BEHIND = new RegExp(
  `^(.*?[^\\s.·•…_‧,–—-])(?:(${LEADERS})|\\s+|\\s*[,–—-]\\s*)(?:pp?\\.\\s?|page\\s)?(\\d{1,4}|[ivxlc]{1,7})\\.?$`,
  "u",
);
const FOLIO_BEFORE = /^(\d{1,4}|[ivxlc]{1,7})(?:[\s.·…–—-]+)([\p{Lu}\d“‘"'«].*)$/u;
/** A number that is the name of a part, not the page it begins on. */
const NUMBERED = /^(?:chapter|part|book|section|lecture|letter|act|canto|appendix|essay)$/i;

interface Row {
  readonly line: SourceLine;
  readonly words: string;
  /** Roman folios stand before all others. */
  readonly folio: number | null;
  readonly led: boolean;
}

/** What contents lists name; filled while lists are found. */
export class ContentsKeys {
  readonly keys = new Set<string>();

  add(words: string): void {
    const key = headKey(words);
    if (key.length >= 3) this.keys.add(key);
    const rest = /^(?:(?:chapter|CHAPTER|Chapter)\s+)?(?:[IVXLC]+|\d+)[.:)]?\s+(.*)$/u.exec(words);
    if (rest && headKey(rest[1]!).length >= 3) this.keys.add(headKey(rest[1]!));
  }
}

/** Sections without their contents lists; a list may go on over several pages. */
export function takeContents(sections: readonly Section[], keys: ContentsKeys, journal: Journal): readonly Section[] {
  let last = -1;
  return sections.map((section) => {
    const named = section.findIndex((line) => CONTENTS.test(line.letters.text));
    const from = named >= 0 ? named : last >= 0 ? -1 : ledRun(section, sections);
    if (from === null) {
      last = -1;
      return section;
    }
    const { end, folio, rows } = listOf(section, from + 1, named >= 0 ? -1 : last);
    last = -1;
    if (folio < 0 && (named < 0 || end - from < 4)) return section;
    const bare = named >= 0 && rows.every((row) => row.words === "");
    const above = bare ? titlesAbove(section, named, rows.length) : 0;
    if (bare && above === 0) return section;
    const rest = section.slice(end);
    const after = rest.length === 1 && loneFolio(rest[0]!.letters.text) !== null ? section.length : end;
    if (after === section.length) last = folio;
    const start = Math.max(0, from - above);
    for (const line of section.slice(start, after)) journal.setAside("contents", line.letters);
    addKeys([...section.slice(start, start + above).map((line) => rowOf(line, false)), ...rows], keys);
    return [...section.slice(0, start), ...section.slice(after)];
  });
}

/**
 * An extraction may give the titles first, then the word "Contents" and the column of folios: how many lines above the word
 * belong to the list, a folio of the page's own among them; 0 where there are not as many titles as folios.
 */
function titlesAbove(section: Section, named: number, folios: number): number {
  const own = section[named - 1] && loneFolio(section[named - 1]!.letters.text) !== null ? 1 : 0;
  const titles = section.slice(Math.max(0, named - own - folios), named - own);
  const all = titles.length === folios && titles.every((line) => isEntry(line) && !COLUMNS.test(line.letters.text));
  return all ? folios + own : 0;
}

const LED = /(?:[.·•…_‧]\s?){3,}\s*(?:\d{1,4}|[ivxlc]{1,7})$/u;
const LEAST_LED = 3;

/**
 * Index before the first of lines that leaders lead to rising folios, and most of whose words stand elsewhere as titles: a
 * list without a name; null where there is none.
 */
function ledRun(section: Section, sections: readonly Section[]): number | null {
  let run: Row[] = [];
  for (let i = 0; i <= section.length; i += 1) {
    const line = section[i];
    const row = line && LED.test(line.letters.text.slice(-40)) ? rowOf(line, false) : null;
    if (row !== null && row.folio !== null && row.folio >= (run.at(-1)?.folio ?? 0)) run.push(row);
    else {
      if (run.length >= LEAST_LED && nameTitles(run, sections)) return i - run.length - 1;
      run = [];
    }
  }
  return null;
}

function nameTitles(rows: readonly Row[], sections: readonly Section[]): boolean {
  const named = new Set(rows.map((row) => headKey(row.words)));
  const own = new Set(rows.map((row) => row.line));
  const met = new Set<string>();
  for (const line of sections.flat()) {
    if (line.letters.length > LONGEST_ENTRY || own.has(line)) continue;
    const key = headKey(line.letters.text);
    if (named.has(key)) met.add(key);
  }
  return met.size * 2 >= named.size;
}

interface List {
  /** Index behind its last line. */
  readonly end: number;
  /** Its last folio; -1 where it has none. */
  readonly folio: number;
  readonly rows: readonly Row[];
}

function listOf(section: Section, from: number, before: number): List {
  const folioFirst = standsBefore(section, from);
  const rows: Row[] = [];
  const seen = new Set<string>();
  let lastPaged = -1;
  let folio = before;
  let end = from;
  for (; end < section.length; end += 1) {
    const row = rowOf(section[end]!, folioFirst);
    const paged = row.folio !== null && row.folio >= folio;
    const key = headKey(row.words);
    if (!paged) {
      if (!isEntry(section[end]!) || (key.length >= 4 && seen.has(key))) break;
      if (lastPaged >= 0 && end - from - lastPaged > MOST_BETWEEN) break;
    }
    rows.push(
      paged ? row : { ...row, folio: null, words: row.folio === null ? row.words : section[end]!.letters.text },
    );
    if (key.length >= 4) seen.add(key);
    if (!paged) continue;
    lastPaged = end - from;
    folio = row.folio!;
  }
  const entries = rows.slice(0, lastPaged + 1).filter((row) => row.words !== "");
  const paged = rows.filter((row) => row.folio !== null);
  if (paged.length >= 2 && (paged.length >= entries.length * PAGED || paged.every((row) => row.led))) {
    const count = lastPaged + 1 + (below(rows) ? 1 : 0);
    return { end: from + count, folio, rows: rows.slice(0, count) };
  }
  const plain = beforeHeading(section, from - 1, end);
  return { end: plain, folio: -1, rows: rows.slice(0, plain - from) };
}

/** Whether each line with a folio has one without below it: "Chapter I .... 3", and its title. */
function below(rows: readonly Row[]): boolean {
  const first = rows.findIndex((row) => row.folio !== null);
  const own = rows.slice(first);
  const last = own.findLastIndex((row) => row.folio !== null);
  return (
    last >= 2 && own.slice(0, last + 2).every((row, i) => (row.folio === null) === (i % 2 === 1)) && last % 2 === 0
  );
}

/** Whether folios stand before their titles: the numbers there rise, but not one by one. */
function standsBefore(section: Section, from: number): boolean {
  const values: number[] = [];
  for (const line of section.slice(from)) {
    const found = FOLIO_BEFORE.exec(line.letters.text);
    if (!found) break;
    values.push(folioValue(found[1]!));
  }
  const rising = values.every((value, i) => i === 0 || value >= values[i - 1]!);
  return values.length >= 3 && rising && values.at(-1)! - values[0]! > values.length;
}

function rowOf(line: SourceLine, folioFirst: boolean): Row {
  const { text } = line.letters;
  const plain = { line, words: text, folio: null, led: false };
  if (text.length > LONGEST_PAGED) return plain;
  if (COLUMNS.test(text)) return { ...plain, words: "" };
  const lone = loneFolio(text);
  if (lone !== null) return { ...plain, words: "", folio: lone.style === "roman" ? lone.value / 1000 : lone.value };
  const before = folioFirst ? FOLIO_BEFORE.exec(text) : null;
  if (before) return { line, words: before[2]!, folio: folioValue(before[1]!), led: false };
  const behind = FOLIO_BEHIND.exec(text);
  if (!behind || NUMBERED.test(behind[1]!) || !/\p{L}|\d/u.test(behind[1]!)) return plain;
  const led = behind[2] !== undefined;
  const folio = folioValue(behind[3]!);
  // "Kronstadt, 1921"
  if (!led && folio > 1500) return plain;
  return { line, words: behind[1]!, folio, led };
}

/** Roman folios as thousandths: they stand before all others. */
function folioValue(folio: string): number {
  return /^\d/.test(folio) ? Number(folio) : (romanValue(folio) ?? 0) / 1000;
}

function isEntry(line: SourceLine): boolean {
  const text = line.letters.text;
  return (
    text.length <= LONGEST_ENTRY && !(/[.;,]$/.test(text) && startsLower(text)) && !/[a-z]\.$/.test(text.slice(-2))
  );
}

/** A list without page numbers ends where the gap before a line is wider than all gaps inside the list. */
function beforeHeading(section: Section, at: number, end: number): number {
  const last = section[end - 1];
  const inside = section.slice(at + 2, end - 1).map((line) => line.blankBefore);
  if (last && end < section.length && inside.length > 0 && last.blankBefore > most(inside)) return end - 1;
  return end;
}

/** Each line's words, and those of a title that runs over two or three. */
function addKeys(rows: readonly Row[], keys: ContentsKeys): void {
  let open: string[] = [];
  for (const { words, folio } of rows) {
    if (words === "") continue;
    keys.add(words);
    if (folio !== null || startsLower(words))
      for (let i = 0; i < open.length; i += 1) keys.add([...open.slice(i), words].join(" "));
    open = folio === null ? [...open, words].slice(-2) : [];
  }
}
