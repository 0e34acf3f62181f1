// Italics that damage proves. Some extractions lose the ligatures of one face only: `ofϐice` stays where the type is
// upright, and comes out as `of ice` where it is italic. The one idea: which face a letter was set in is then known
// wherever a ligature stood; where a text's quotations are each of one face, and nothing outside of them is of the other,
// a quotation that lost a ligature was italic from mark to mark. What no ligature proves stays upright, and is asked about.

import { type Letters, MARK, type Patch } from "../flow.ts";
import { DROPPED, lostIn } from "./ligatures.ts";
import { type Sense, tokens } from "./rule.ts";

const RULE = "italics/lost-ligatures";

/** Where ligatures stood, by their offsets in the source. */
export interface Faces {
  /** Ligatures that are gone: the letter behind each. */
  readonly lost: ReadonlySet<number>;
  /** Ligatures that are there in some form. */
  readonly kept: ReadonlySet<number>;
}

const KEPT = /ϐ(?=\p{Script=Latin})|[\uFB00-\uFB06]|f(?=[il])/gu;

/** Asked before any rule changes a letter; null where no ligature was lost. */
export function facesOf(all: readonly Letters[], sense: Sense): Faces | null {
  if (sense.habits.dropped.size === 0) return null;
  const lost = new Set<number>();
  const kept = new Set<number>();
  for (const letters of all) {
    for (const { end } of lostIn(letters, sense)) lost.add(letters.at[end] ?? -1);
    for (const { index } of letters.text.matchAll(KEPT)) kept.add(letters.at[index] ?? -1);
  }
  lost.delete(-1);
  kept.delete(-1);
  return { lost, kept };
}

/** A stretch of one piece: from the mark that opens to the mark that closes, or to the piece's end. */
interface Stretch {
  readonly piece: number;
  readonly start: number;
  readonly end: number;
}

/** Fewer quotations with lost ligatures may be chance. */
const LEAST = 4;
/** Share of quotations of both faces, and of losses outside of quotations, that is put down to error. */
const ERRORS = 0.1;
/** Fewer ligatures outside of quotations say nothing of the upright face. */
const LEAST_KEPT = 10;

/** Marks the quotations that lost ligatures as italic, where the text as a whole proves it. */
export function markItalics(all: readonly Letters[], faces: Faces | null, sense: Sense): readonly Letters[] {
  if (faces === null) return all;
  const quotations = quotationsIn(all);
  const sites = quotations.map((stretches) => sitesIn(all, stretches, faces));
  const italic = sites.filter(({ lost, kept }) => lost > 0 && kept === 0).length;
  const mixed = sites.filter(({ lost, kept }, i) => lost > 0 && kept > 0 && quotations[i]!.length === 1).length;
  const within = sites.reduce((sum, { lost }) => sum + lost, 0);
  const keptOutside = faces.kept.size - sites.reduce((sum, { kept }) => sum + kept, 0);
  if (italic < LEAST || mixed > italic * ERRORS || keptOutside < LEAST_KEPT) return all;
  if (faces.lost.size - within > within * ERRORS) return all;
  const proven = quotations.filter((_, i) => sites[i]!.lost > 0 && sites[i]!.kept === 0);
  askOfOthers(all, quotations, sites, sense);
  askOfWords(
    all,
    quotations.filter((_, i) => sites[i]!.kept === 0),
    sense,
  );
  const patches = new Map<number, Patch[]>();
  for (const stretch of proven.flat()) {
    const own = patches.get(stretch.piece) ?? patches.set(stretch.piece, []).get(stretch.piece)!;
    own.push(...marksOf(all[stretch.piece]!, stretch, faces));
  }
  return all.map((letters, i) => letters.patch(patches.get(i) ?? [], sense.desk.journal));
}

/** More paragraphs than any quotation has. */
const MOST_PARAGRAPHS = 20;

/** A mark that closes a paragraph, with stops and calls behind it. */
const LAST_MARK = /^”(?:[\s.,;:]|\uFDD4[^\uFDD5]*\uFDD5)*$/u;

/**
 * Quotations whose ends are known; those within others are part of them. One that begins its paragraph may go on over
 * further ones, which may begin with a mark of their own, and ends with the last of them.
 */
function quotationsIn(all: readonly Letters[]): (readonly Stretch[])[] {
  const found: (readonly Stretch[])[] = [];
  let over: readonly Stretch[] = [];
  all.forEach(({ text }, piece) => {
    const head = text.search(/\S/u);
    const goesOn = over.length > 0 && over.length < MOST_PARAGRAPHS;
    const begins = text[head] === "“";
    const opened: number[] = goesOn ? [begins ? head + 1 : 0] : [];
    let whole = goesOn;
    for (const { 0: mark, index } of text.matchAll(/[“”]/gu)) {
      if (mark === "“") {
        if (goesOn && index === head) continue;
        if (opened.length === 0) whole = index === head;
        opened.push(index + 1);
      } else if (opened.length > 0) {
        const inner = opened.pop()!;
        const ends = LAST_MARK.test(text.slice(index, index + 40));
        if (opened.length > 0 && !(whole && ends)) continue;
        const last = { piece, start: opened[0] ?? inner, end: index };
        if (over.length === 0) found.push([last]);
        else if (ends) found.push([...over, last]);
        opened.length = 0;
        over = [];
      }
    }
    over = opened.length > 0 && whole ? [...over, { piece, start: opened[0]!, end: text.length }] : [];
  });
  return found;
}

/** Ligatures lost and kept in a quotation; what stands in brackets is another's, and may be of another face. */
function sitesIn(all: readonly Letters[], stretches: readonly Stretch[], { lost, kept }: Faces) {
  const sites = { lost: 0, kept: 0 };
  for (const { piece, start, end } of stretches) {
    const { at, text } = all[piece]!;
    let depth = 0;
    for (let i = start; i < end; i += 1) {
      if ("([".includes(text[i]!)) depth += 1;
      else if (")]".includes(text[i]!)) depth = Math.max(0, depth - 1);
      if (lost.has(at[i]!)) sites.lost += 1;
      if (depth === 0 && kept.has(at[i]!)) sites.kept += 1;
    }
  }
  return sites;
}

const BRACKET = /[([][^()[\]]*[)\]]/gu;

/** Marks around the words of a stretch, but not around a bracket that is proved to be upright, nor a call at the end. */
function marksOf(letters: Letters, { start, end }: Stretch, { kept }: Faces): Patch[] {
  const text = letters.text.slice(start, end);
  if (text.includes(MARK.emOpen) || text.includes(MARK.emClose)) return [];
  const upright = [...text.matchAll(BRACKET)].filter(({ 0: inside, index }) =>
    [...inside].some((_, i) => kept.has(letters.at[start + index + i]!)),
  );
  const runs: [number, number][] = [];
  let from = 0;
  for (const { 0: inside, index } of upright) {
    runs.push([from, index]);
    from = index + inside.length;
  }
  runs.push([from, text.length]);
  return runs.flatMap(([a, b]) => {
    const run = text.slice(a, b).replace(/(?:\s|\uFDD4[^\uFDD5]*\uFDD5)+$/u, "");
    const blanks = run.length - run.trimStart().length;
    if (!/\p{L}/u.test(run)) return [];
    return [
      { start: start + a + blanks, end: start + a + blanks, after: MARK.emOpen, rule: RULE, confidence: 0.9 } as const,
      {
        start: start + a + run.length,
        end: start + a + run.length,
        after: MARK.emClose,
        rule: RULE,
        confidence: 0.9,
      } as const,
    ];
  });
}

/** One question for all quotations in which no ligature stood. */
function askOfOthers(
  all: readonly Letters[],
  quotations: readonly (readonly Stretch[])[],
  sites: readonly { readonly lost: number; readonly kept: number }[],
  { desk }: Sense,
): void {
  const silent = quotations.filter((_, i) => sites[i]!.lost === 0 && sites[i]!.kept === 0);
  const first = silent[0]?.[0];
  if (first === undefined) return;
  const shown = sites.filter(({ lost, kept }) => lost > 0 && kept === 0).length;
  const text = `${shown} quotations were set in italics, as their lost letters prove; in ${silent.length} more, from this one on, no letter shows it.`;
  desk.journal.ask(RULE, all[first.piece]!.slice(first.start, first.end), text, ["italics", "upright"]);
}

/** A word that stands oftener is the author's. */
const RARE = 5;

/** A word that is another with a ligature may be that one, where quotations are italic and the other is the text's own. */
function askOfWords(all: readonly Letters[], quotations: readonly (readonly Stretch[])[], sense: Sense): void {
  const counts = new Map<string, number>();
  for (const letters of all)
    for (const { word } of tokens(letters)) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  const ligatures = DROPPED.filter((ligature) => sense.habits.dropped.has(ligature));
  for (const { piece, start, end } of quotations.flat()) {
    const letters = all[piece]!.slice(start, end);
    const found = tokens(letters);
    found.forEach(({ word, start: from, end: to }, i) => {
      const count = counts.get(word.toLowerCase()) ?? 0;
      if (!/^[il]?\p{Ll}+$/u.test(word) || count > RARE) return;
      const isOften = (made: string): boolean => (counts.get(made.toLowerCase()) ?? 0) >= Math.max(2, count);
      const fits = (ligature: string): boolean => ligature !== "f" || /^[il]/u.test(word);
      const left = found[i - 1];
      const torn = left !== undefined && left.end === from - 1 && letters.text[left.end] === " ";
      const whole = ligatures.filter(fits).map((ligature) => (torn ? left.word : "") + ligature + word);
      const alone = ligatures.filter(fits).map((ligature) => ligature + word);
      const made = [...new Set([...whole, ...alone])].filter(isOften);
      if (made.length === 0) return;
      const begin = torn && whole.includes(made[0]!) ? left.start : from;
      const text = `“${letters.text.slice(begin, to)}” may have lost a ligature.`;
      sense.desk.journal.ask("ligatures/dropped", letters.slice(begin, to), text, made);
    });
  }
}
