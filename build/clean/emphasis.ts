// Takes letters of a text that marks emphasis by signs; gives them with marks. The one idea: signs count only in pairs
// inside one paragraph, the first before a letter and the second behind one; what has no partner is a sign like others.

import { type Desk, type Letters, MARK, type Patch } from "./flow.ts";

const PAIR = /(\*\*|\*|_)(?=[^\s*_])([^*_]*?[^\s*_])\1(?![\p{L}\p{N}])/gu;
/** Fewer pairs in a whole text are chance: footnote stars, blanks to fill in. */
const LEAST = 3;

export function markEmphasis(all: readonly Letters[], desk: Pick<Desk, "journal">): readonly Letters[] {
  const count = all.reduce((sum, letters) => sum + [...pairsIn(letters.text)].length, 0);
  if (count < LEAST) return all;
  return all.map((letters) => letters.patch(patchesOf(letters.text), desk.journal));
}

function pairsIn(text: string): RegExpMatchArray[] {
  if (!/[*_]/.test(text)) return [];
  return [...text.matchAll(PAIR)].filter((pair) => !/[\p{L}\p{N}.,;:!?”’]/u.test(text[pair.index! - 1] ?? " "));
}

function patchesOf(text: string): Patch[] {
  return pairsIn(text).flatMap((pair) => {
    const sign = pair[1]!;
    const start = pair.index!;
    const end = start + pair[0].length;
    const strong = sign === "**";
    const rule = "markup/emphasis" as const;
    return [
      { start, end: start + sign.length, after: strong ? MARK.strongOpen : MARK.emOpen, rule, confidence: 0.95 },
      { start: end - sign.length, end, after: strong ? MARK.strongClose : MARK.emClose, rule, confidence: 0.95 },
    ];
  });
}

/** Not a star that begins its line: it may be a note's. */
const OPEN = /(?:(?:^|[\s("“‘[—])(\*\*|_)|[\s("“‘[—](\*))(?=[^\s*_])[^*_]*$/u;
const CLOSED = /^[^*_]*[^\s*_](\*\*|\*|_)(?![\p{L}\p{N}*_])/u;

/** Whether emphasis that one line opens is closed by the next. */
export function tearsEmphasis(before: string, after: string): boolean {
  if (!/[*_]/.test(before) || !/[*_]/.test(after)) return false;
  const opened = OPEN.exec(before.slice(-LONGEST));
  const closed = CLOSED.exec(after.slice(0, LONGEST));
  return opened !== null && closed !== null && (opened[1] ?? opened[2]) === closed[1];
}

/** In a line: what is emphasised longer is no title and no word. */
const LONGEST = 200;
