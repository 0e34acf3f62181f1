// Takes the words a reader marked and the note made on them, gives what the note asks to have changed; null where that is
// a question for a person. Nothing here decides that the reader is right.

export interface Proposal {
  /** Words of the marked passage, as the reader quotes them. */
  readonly before: string;
  readonly after: string;
}

const QUOTED = "[“”„«»‘’\"'`]?";
const ARROW = /^(.*?)\s*(?:->|→|=>|⇒|⟶|—>)\s*(.+)$/s;
const SWAP = /^s\/((?:[^/\\]|\\.)+)\/((?:[^/\\]|\\.)*)\/?g?$/s;
const PHRASES: readonly RegExp[] = [
  new RegExp(
    `^(?:for|instead of|not|statt|anstatt|au lieu de|en lugar de|invece di|вместо)\\s+${QUOTED}(.+?)${QUOTED}\\s*[,:;]?\\s+(?:read|but|lies|lire|léase|leggi|si legga|читать|следует читать)\\s*:?\\s+${QUOTED}(.+?)${QUOTED}[.!]?$`,
    "isu",
  ),
  new RegExp(
    `^${QUOTED}(.+?)${QUOTED}\\s+(?:should be|should read|must be|ought to be|muss heißen|sollte heißen|devrait être|debe decir|dovrebbe essere|должно быть)\\s*:?\\s+${QUOTED}(.+?)${QUOTED}[.!]?$`,
    "isu",
  ),
];
const WANTED = new RegExp(
  `^(?:it |this )?(?:typo|error|misprint|should be|should read|must be|read|recte|correct(?:ion|ed)?|lies|muss heißen|sollte heißen|tippfehler|lire|devrait être|faute|errata|léase|leggi|refuso|опечатка|должно быть|читать)\\s*[:,;.–—-]?\\s*(?:(?:should be|should read|read)\\s*:?\\s*)?${QUOTED}(.+?)${QUOTED}[.!]?$`,
  "isu",
);

export function propose(quote: string, note: string): Proposal | null {
  const said = note.trim();
  const swap =
    SWAP.exec(said) ?? PHRASES.map((pattern) => pattern.exec(said)).find((found) => found !== null) ?? ARROW.exec(said);
  if (swap) {
    const [before, after] = [unquoted(swap[1]!), unquoted(swap[2]!)];
    if (before === "" || same(before, quote)) return wordFor(quote, after);
    const held = heldIn(quote, before);
    if (held !== null) return proposal(held, after);
    return null;
  }
  const wanted = WANTED.exec(said);
  if (wanted) return wordFor(quote, unquoted(wanted[1]!));
  return alike(quote, said) ? wordFor(quote, unquoted(said)) : null;
}

/** A proposal that changes something. */
function proposal(before: string, after: string): Proposal | null {
  return before === after || before === "" ? null : { before, after };
}

/** `words` as the quotation writes them, whatever quotation marks and case the note has. */
function heldIn(quote: string, words: string): string | null {
  const normal = (text: string): string =>
    text
      .replace(/[’‘]/g, "'")
      .replace(/[“”„«»]/g, '"')
      .replace(/[\s\u00a0]/g, " ");
  const [whole, part] = [normal(quote), normal(words)];
  const at = whole.indexOf(part) >= 0 ? whole.indexOf(part) : whole.toLowerCase().indexOf(part.toLowerCase());
  return at < 0 ? null : quote.slice(at, at + words.length);
}

/**
 * What `wanted` is to stand for: all of the quotation where it is that long, else the one word of the quotation that it
 * resembles, else all of a quotation of few words.
 */
function wordFor(quote: string, wanted: string): Proposal | null {
  const words = quote.trim().split(/\s+/);
  const count = wanted.split(/\s+/).length;
  if (words.length === count || (words.length <= 4 && count <= 6)) return trimmed(quote.trim(), wanted);
  if (count === 1) {
    const near = words.filter((word) => isNear(bare(word), bare(wanted)));
    return near.length === 1 ? proposal(bare(near[0]!), bare(wanted)) : null;
  }
  return alike(quote, wanted) ? trimmed(quote.trim(), wanted) : null;
}

/** Without the words that both begin and end with. */
function trimmed(before: string, after: string): Proposal | null {
  const [old, now] = [before.split(/(?<=\s)/), after.split(/(?<=\s)/)];
  let from = 0;
  while (from < old.length - 1 && from < now.length - 1 && same(old[from]!, now[from]!)) from += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - from - 1 && same(old.at(-1 - end)!, now.at(-1 - end)!)) end += 1;
  const cut = (parts: readonly string[]): string =>
    parts
      .slice(from, parts.length - end)
      .join("")
      .trim();
  return proposal(cut(old), cut(now));
}

/** A note that is the quotation again, with few of its words changed. */
function alike(quote: string, note: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const [old, now] = [words(quote), words(note)];
  if (old.length === 1 && now.length === 1) return isNear(old[0]!, now[0]!);
  if (now.length === 1) return old.filter((word) => isNear(word, now[0]!)).length === 1 && !old.includes(now[0]!);
  const known = new Set(old);
  const shared = now.filter((word) => known.has(word)).length;
  return now.length >= 3 && shared >= 0.6 * Math.max(old.length, now.length);
}

/** Words of which one may be the other misprinted: few letters differ, or two have changed places. */
function isNear(one: string, two: string): boolean {
  if (one === two) return false;
  if (one.toLowerCase() === two.toLowerCase()) return true;
  if (Math.min(one.length, two.length) < 3) return false;
  const limit = Math.max(1, Math.floor(Math.max(one.length, two.length) / 4));
  const rows = [Array.from({ length: two.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      const same = one[i - 1] === two[j - 1];
      let least = Math.min(rows[i - 1]![j - 1]! + (same ? 0 : 1), rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      if (one[i - 2] === two[j - 1] && one[i - 1] === two[j - 2] && i > 1 && j > 1) {
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      }
      row.push(least);
    }
    rows.push(row);
  }
  return rows[one.length]![two.length]! <= limit;
}

const same = (one: string, two: string): boolean => one.trim() === two.trim();

const bare = (word: string): string => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

function unquoted(text: string): string {
  return text
    .trim()
    .replace(/^["“„«‘'`]+\s*|\s*["”“»’'`]+$/g, "")
    .replace(/\\(.)/g, "$1");
}
