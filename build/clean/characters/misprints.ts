// What may be a misprint of the author's or the printer's: reported with a suggestion, never changed here.

import type { Letters } from "../flow.ts";
import { inAddress, type Sense, tokens } from "./rule.ts";

const MOST = 200;

/** Asks about forms that stand once, are in no dictionary, and lie one letter beside a word the text often uses. */
export function misprints(all: readonly Letters[], sense: Sense): void {
  const frequent = [...sense.words].filter(([word, count]) => count >= 3 && word.length >= 5 && sense.known(word));
  const byShape = new Map<string, string[]>();
  for (const [word] of frequent) for (const shape of shapes(word)) push(byShape, shape, word);
  let asked = 0;
  for (const letters of all) {
    for (const { word, start, end } of tokens(letters)) {
      const lower = word.toLowerCase();
      if (asked >= MOST || word.length < 6 || sense.known(word) || (sense.words.get(lower) ?? 0) > 1) continue;
      if (isPart(letters.text, start, end) || /^\p{Lu}/u.test(word) || inAddress(letters.text, start, end)) continue;
      const near = new Set(shapes(lower).flatMap((shape) => byShape.get(shape) ?? []));
      if (isForm(lower, sense)) continue;
      const meant = [...near].filter((other) => isOneOff(lower, other));
      if (meant.length === 0 || meant.length > 3) continue;
      asked += 1;
      sense.desk.journal.ask("letters/misprint", letters.slice(start, end), `“${word}” may be a misprint.`, meant);
    }
  }
}

/** An editor's letter stands in brackets beside the rest of its word. */
function isPart(text: string, start: number, end: number): boolean {
  return /[[\]]/u.test(text[start - 1] ?? "") || /[[\]]/u.test(text[end] ?? "");
}

/** A plural, or a doctrine of what has adherents: no dictionary lists them all. */
function isForm(word: string, { known }: Sense): boolean {
  return (word.endsWith("s") && known(word.slice(0, -1))) || (/ism$/u.test(word) && known(word.replace(/m$/u, "t")));
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The word, and the word without each of its letters: words one letter apart share a shape. */
function shapes(word: string): string[] {
  const all = [word];
  for (let i = 0; i < word.length; i += 1) all.push(word.slice(0, i) + word.slice(i + 1));
  return all;
}

function isOneOff(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  const restA = a.slice(i);
  const restB = b.slice(i);
  if (a.length > b.length) return restA.slice(1) === restB;
  if (b.length > a.length) return restB.slice(1) === restA;
  return (
    restA.slice(1) === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
