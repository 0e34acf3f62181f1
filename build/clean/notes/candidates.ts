// From pieces to everything in them that could be a note call. The one idea: collect generously, with the look and the
// company of each candidate as its class; only the alignment with the bodies says which are calls.

import { MARK, type Piece } from "../flow.ts";
import { append } from "../many.ts";
import { COUNTING } from "./figures.ts";
import { RAISED, raisedText, readNumber } from "./markers.ts";
import { sentenceEnds } from "./sentences.ts";

/** `gap`: nothing stands there; a sentence ends. */
export type CallForm =
  | "markup"
  | "bracket"
  | "glued"
  | "spaced"
  | "symbol"
  | "letter"
  | "dash"
  | "quote"
  | "noise"
  | "word"
  | "gap";

export interface Candidate {
  /** Index of the piece. */
  readonly piece: number;
  /** The letters that would give way to the call. */
  readonly start: number;
  readonly end: number;
  readonly form: CallForm;
  readonly printed: string;
  readonly value: number | null;
  /** Form, what stands before and what behind: candidates of one class are called or not by the same damage. */
  readonly key: string;
  /** Log odds that such a thing is a call, before anything is known of the text. */
  readonly prior: number;
  /** Offset in the source. */
  readonly at: number;
}

const CALLABLE: ReadonlySet<Piece["kind"]> = new Set([
  "heading",
  "paragraph",
  "item",
  "verse",
  "signature",
  "attribution",
]);

/**
 * Where something stands that may be a call, nothing is missing behind it. `isWord` tells words, of the dictionary or the text, from what may be a figure misread. With `gaps`, sentence ends without
 * any trace are candidates as well; with `letters`, single letters behind a stop.
 */
export function candidatesOf(
  pieces: readonly Piece[],
  bracketed: boolean,
  isWord: (word: string) => boolean,
  gaps: boolean,
  letters = false,
): Candidate[] {
  const found: Candidate[] = [];
  const curly = isCurly(pieces);
  pieces.forEach((piece, index) => {
    if (!CALLABLE.has(piece.kind)) return;
    const within = pieceCandidates(piece, index, bracketed, isWord, curly);
    if (letters) append(within, lettersIn(piece, index));
    if (piece.kind !== "heading") {
      const open = isQuotation(pieces[index + 1]) ? [] : unclosedIn(piece, index);
      const taken = new Set(within.filter(({ prior }) => prior >= -1).map(({ end }) => end));
      const places = gaps ? [...open, ...gapsIn(piece, index)] : open;
      append(
        within,
        places.filter(({ start }) => !taken.has(start)),
      );
    }
    within.sort((a, b) => a.start - b.start || a.end - b.end || b.prior - a.prior);
    let end = -1;
    for (const candidate of within) {
      if (candidate.start < end) continue;
      found.push(candidate);
      end = Math.max(end, candidate.end);
    }
  });
  return found;
}

/** Whether the text's quotation marks are curled: a straight one is then a figure misread. */
function isCurly(pieces: readonly Piece[]): boolean {
  let curled = 0;
  let straight = 0;
  for (const { letters } of pieces) {
    curled += letters.text.split(/[“”]/u).length - 1;
    straight += letters.text.split('"').length - 1;
  }
  return curled > straight;
}

const RAISED_ALL = new RegExp(`[ \\u00a0]?(?:${RAISED.source})`, "gu");
const BRACKET = /[ \u00a0]?[[{]\s?(?:fn\.? ?|note ?)?([0-9]{1,4}|[*∗†‡§]{1,3})\s?[\]}](?![(:])/gu;
const PARENTHESIS = /[ \u00a0]?\(([0-9]{1,3}|[*∗†‡§]{1,3})\)/gu;
const FIGURE =
  /(?<=[\p{L}.,;:!?…”’"')\]*_\uFDD1\uFDD3])([ \u00a0]?)([0-9]{1,3}[*°]?)( ?[—–-](?=\s|$))?(?![0-9\p{L}]|[.,][0-9]|[-–/][0-9]|[ \u00a0]?%|[ \u00a0]?(?:per cent|million|billion|thousand|hundred)\b)/gu;
const SYMBOL =
  /(?<=[\p{L}\p{N}.,;:!?…”’"')\]\uFDD1\uFDD3])([ \u00a0]?)((?:\*|∗|†|‡|§|¶|‖|∥){1,3})(?=[\s.,;:)”’"—\]\uFDD0-\uFDEF]|$)/gu;
const DASH = /(?<=[\p{L}\p{N}.,;:!?…”’"')\]\uFDD1\uFDD3])([ \u00a0]?)([—–_]{1,2}|[-‐]{1,2})(?=[\s.,;:)”’!?—]|$)/gu;
/** A dash that ended its line: the next sentence was joined to it. */
const DASH_AT_END = /(?<=[.!?]["”’)\]]{0,2})[—–](?=["“‘(]?\p{Lu})/gu;
const NOISE = /(?<=[\p{L}.,;:!?”’"')\]\uFDD1\uFDD3])([0-9*°º®©™%#+^~{}<>|\\&$€£¥¢§»«?!"'“‘’”]{1,3})(?=[\s—),;\]]|$)/gu;
/** A sign that stands behind the end of a sentence and a blank. */
const LOOSE = /(?<=[.!?…”’"'])[ \u00a0]([°®©!?'"‘>#*]{1,3})(?=\s+["“‘(]?\p{Lu}|\s*$)/gu;
const WORD = /(?<=[.!?]["”’]?)[ \u00a0]?(\p{L}{1,3}|[0-9]\p{Ll}|\p{Ll}[0-9])(?=\s+["“‘(]?\p{Lu}|\s*$)/gu;

/** What else than its form tells a class of candidates: the dash, whether it is spaced, whether a colon stands before it. */
function glyphOf(form: CallForm, printed: string, text: string, start: number): string {
  if (form === "spaced") return /[—–-]$/u.test(printed) ? "—" : "";
  if (form === "noise") return marked(printed, text, start);
  if (form !== "dash") return "";
  const colon = COLON.test(text.slice(Math.max(0, start - 4), start)) ? ":" : "";
  return `${printed.trim()}${text[start] === " " ? " " : ""}${colon}`;
}

function marked(printed: string, text: string, start: number): string {
  if (!/^[?!]$/u.test(printed) || !/\p{L}/u.test(text[start - 1] ?? "")) return "";
  return printed === "?" ? `? ${asks(text, start)}` : printed;
}

/** One letter that is no word of any language. */
const LONE = /^[bcdfghj-np-rtvx]$/u;
/** Letters that figures are read as, and no word that opens sentences. */
const LOOKALIKE = /^[BIOSZ][gilosz]{2}$/u;

function pieceCandidates(
  piece: Piece,
  index: number,
  bracketed: boolean,
  isWord: (word: string) => boolean,
  curly: boolean,
): Candidate[] {
  const { text } = piece.letters;
  const found: Candidate[] = [];
  const add = (form: CallForm, start: number, length: number, printed: string, prior: number) => {
    const end = start + length;
    if (start === 0) return;
    const key = `${form}${glyphOf(form, printed, text, start)}|${before(text, start)}|${behind(text, end)}`;
    const value = form === "word" || form === "dash" ? null : numberIn(printed);
    found.push({ piece: index, start, end, form, printed, value, key, prior, at: piece.letters.placeAt(start) });
  };
  for (const match of text.matchAll(RAISED_ALL)) {
    const printed = raisedText(match);
    if (isOrdinal(text, match.index, printed)) continue;
    add("markup", match.index, match[0].length, printed, 6);
  }
  for (const match of text.matchAll(BRACKET)) add("bracket", match.index, match[0].length, match[1]!, 4);
  if (bracketed)
    for (const match of text.matchAll(PARENTHESIS)) add("bracket", match.index, match[0].length, match[1]!, 1);
  const loose = looseQuotes(text);
  for (const match of text.matchAll(FIGURE)) {
    if (!loose.has(match.index + match[0].length)) addFigure(text, match, add);
  }
  for (const match of text.matchAll(SYMBOL)) {
    // a mark behind it that closes nothing is its second figure
    if (!closesEmphasis(text, match.index) && !loose.has(match.index + match[0].length))
      add("symbol", match.index, match[0].length, match[2]!, 3);
  }
  for (const match of text.matchAll(DASH)) {
    const prior = dashPrior(text, match.index, match.index + match[0].length);
    if (prior > -7) add("dash", match.index, match[0].length, match[2]!, prior);
  }
  for (const match of text.matchAll(DASH_AT_END)) add("dash", match.index, 1, match[0], 0);
  addNoise(text, loose, curly, add);
  for (const match of text.matchAll(LOOSE)) add("noise", match.index, match[0].length, match[1]!, 0.5);
  for (const match of text.matchAll(WORD)) {
    const lone = LONE.test(match[1]!);
    if (lone || LOOKALIKE.test(match[1]!) || !isWord(match[1]!))
      add("word", match.index, match[0].length, match[1]!, lone ? 1 : -2);
  }
  return found;
}

/** A colon, and perhaps a call, before a dash. */
const COLON = /:[^\p{L}\s]{0,3}$/u;

const LETTER = /(?<=[.,;:!?…”’"')\]\uFDD1\uFDD3])[a-z](?=[\s—\uFDD0-\uFDEF]|$)/gu;

function lettersIn(piece: Piece, index: number): Candidate[] {
  const { text } = piece.letters;
  return [...text.matchAll(LETTER)].map(({ 0: printed, index: start }) => {
    const key = `letter|${before(text, start)}|`;
    const at = piece.letters.placeAt(start);
    return { piece: index, start, end: start + 1, form: "letter", printed, value: null, key, prior: 3, at };
  });
}

/** Keys of the candidates that left no trace. */
export const GAP = "gap";
export const UNCLOSED = "gap|unclosed";

/** A quotation goes on in the next paragraph. */
function isQuotation(piece: Piece | undefined): boolean {
  return piece !== undefined && /^["“]/u.test(piece.letters.text);
}

/**
 * Where a quotation was opened and is not closed before the next one or the paragraph's end: its last sentence end, or
 * that of the paragraph, of whose last sentence even the stop may have gone with the call.
 */
function unclosedIn(piece: Piece, index: number): Candidate[] {
  const { text } = piece.letters;
  if (piece.quoted || text.startsWith("“")) return [];
  const marks = [...text.matchAll(/[“”]/gu)];
  return marks.flatMap((mark, k) => {
    if (mark[0] !== "“" || marks[k + 1]?.[0] === "”") return [];
    const from = mark.index;
    const within = text.slice(from, marks[k + 1]?.index ?? text.length).trimEnd();
    const atEnd = marks[k + 1] === undefined && /[\p{L}\p{N}]$/u.test(within);
    const stops = sentenceEnds(within).filter((end) => /(?<!\.)[.!?]$/u.test(within.slice(0, end)));
    const stop = atEnd ? within.length : stops.at(-1);
    if (stop === undefined) return [];
    const start = from + stop;
    const at = piece.letters.placeAt(start - 1);
    return [{ piece: index, start, end: start, form: "gap", printed: "", value: null, key: UNCLOSED, prior: -1.5, at }];
  });
}

/** Log odds that a call stood there and left nothing: calls stand three times as often at a quotation's or paragraph's end. */
const NO_TRACE = { quote: -2.2, end: -2.4, stop: -3.2, within: -4.2 };

/** Not a colon before a quotation: its call stands behind it. */
const WITHIN = /;(?=\s)|:(?=\s[^"“‘«])/gu;

function gapsIn(piece: Piece, index: number): Candidate[] {
  const { text } = piece.letters;
  const gapAt = (start: number, prior: number): Candidate => {
    const at = piece.letters.placeAt(start - 1);
    return { piece: index, start, end: start, form: "gap", printed: "", value: null, key: GAP, prior, at };
  };
  let from = 0;
  const ends = sentenceEnds(text).flatMap((start) => {
    if (start === 0) return [];
    const last = text[start - 1]!;
    // what a colon announces is called behind it
    const end = last === ":" ? "within" : "end";
    const kind = /[”’"'»]/u.test(last) ? "quote" : start === text.length ? end : "stop";
    // a long sentence has more to be said of
    const length = Math.max(-0.8, Math.min(0.8, Math.log((start - from) / 150) / 2));
    from = start;
    return [gapAt(start, NO_TRACE[kind] + (kind === "quote" && start === text.length ? 0.4 : 0) + length)];
  });
  return [...ends, ...[...text.matchAll(WITHIN)].map(({ index: at }) => gapAt(at + 1, NO_TRACE.within))];
}

/** `*Title*` in a plain text: the second asterisk is no call. */
function closesEmphasis(text: string, at: number): boolean {
  const open = /(?:^|[\s([“"‘'—–-])\*+(?=[\p{L}\p{N}“"‘'[(])(?![^*]*\*)/u.exec(text.slice(Math.max(0, at - 300), at));
  return text[at] === "*" && open !== null;
}

type Add = (form: CallForm, start: number, length: number, printed: string, prior: number) => void;

function addFigure(text: string, match: RegExpMatchArray, add: Add): void {
  const start = match.index!;
  const spaced = match[1] !== "";
  const figureAt = start + match[1]!.length;
  const company = text.slice(Math.max(0, figureAt - 16), figureAt);
  // "1,000", "3.5", "H.2"; but "1919.15" is a year and its call
  if (spaced && isPageReference(text, start, start + match[0].length)) return;
  if (COUNTING.test(company) || /(?:^|[^0-9])[0-9]{1,3}[.,:]$|(?:^|\P{L})\p{Lu}\.$/u.test(company)) return;
  const left = before(text, start);
  const right = behind(text, start + match[0].length);
  const closes = left === "stop" || left === "quote";
  let prior = closes ? 3.2 : left === "comma" ? 2.6 : 2;
  if (spaced) prior = left === "quote" ? 1.5 : left === "stop" ? (right === "lower" ? -3 : 0.5) : -2.5;
  // "in 1872, 1 quote": a misread I
  if (spaced && match[2] === "1" && right === "lower") prior -= 2;
  // "Chapter 3.", "1918 14", "A4"
  if (spaced && left === "letter" && right === "lower") prior -= 1;
  if (!spaced && left === "letter" && /(?:^|\P{L})\p{Lu}{1,4}$/u.test(text.slice(0, start))) prior -= 3;
  const dash = closes && spaced ? (match[3] ?? "") : "";
  if (dash !== "") prior = 3;
  add(spaced ? "spaced" : "glued", start, match[0].length, match[2]! + dash, prior);
}

/** "(Title, 38)": a figure at the end of a bracket that names a work. */
function isPageReference(text: string, start: number, end: number): boolean {
  if (text[end] !== ")") return false;
  const open = text.lastIndexOf("(", start);
  return open >= 0 && start - open < 120 && /^\P{L}*\p{Lu}/u.test(text.slice(open + 1, start));
}

function addNoise(text: string, loose: ReadonlySet<number>, curly: boolean, add: Add): void {
  for (const match of text.matchAll(NOISE)) {
    const start = match.index;
    const printed = match[1]!;
    const left = before(text, start);
    if (/^[0-9]+$/u.test(printed)) continue;
    if (/^["“”‘’']$/u.test(printed)) {
      const lone = loose.has(start);
      const odd =
        printed === "“" || printed === "‘" || (curly && (printed === '"' || (printed === "'" && left !== "letter")));
      if (lone || odd) add("quote", start, 1, printed, odd ? 0.8 : left === "letter" ? -0.5 : 0.3);
      else if (loose.size > 0 && printed === "”" && isFirstClose(text, start)) add("quote", start, 1, printed, -0.4);
      continue;
    }
    // a mark that ends a sentence in quotation marks stays, and one that closes; what stands behind them is the noise
    const mark = /^[?!](?=["”’])/u.test(printed) ? 1 : 0;
    const closes = /["”’]/u.test(printed[mark]!) && !loose.has(start + mark);
    const keep = mark + (closes ? 1 : 0);
    const rest = printed.slice(keep);
    if (rest === "" || /^[?!]+$/u.test(rest)) {
      // behind a comma nothing asks or calls out
      if (rest !== "" && /[,;:]/u.test(text[start - 1]!)) add("noise", start, rest.length, rest, 1.2);
      else if (rest === "?" && keep === 0 && left === "stop" && asks(text, start - 1) !== "no")
        addMark(text, start, rest, add);
      else if (rest !== "" && (keep > 0 || left === "stop")) add("noise", start + keep, rest.length, rest, -0.5);
      else if (rest === "?" || rest === "!") addMark(text, start, rest, add);
      continue;
    }
    const usual = /^(?:[%)+]+|\*+)$/u.test(rest);
    add("noise", start + keep, rest.length, rest, usual ? 0 : 1.2);
  }
}

/** In a paragraph that is one quotation, the first mark that closes, if another follows, may be the false one. */
function isFirstClose(text: string, at: number): boolean {
  return text.startsWith("“") && text.indexOf("”") === at && text.indexOf("“", 1) < 0;
}

/** A mark that asks or calls out behind a word: a figure misread where nothing is asked, or the sentence goes on. */
function addMark(text: string, at: number, mark: string, add: Add): void {
  const goesOn = behind(text, at + 1) === "lower" ? 1.5 : 0;
  const asked = asks(text, at);
  if (mark === "?") add("noise", at, 1, mark, ASKED[asked] + (asked === "no" ? goesOn : 0));
  else if (goesOn > 0) add("noise", at, 1, mark, ASKED.perhaps + goesOn);
}

/** Log odds that a question mark is a call, by how the sentence asks. */
const ASKED = { surely: -5, perhaps: -3, no: -1.5 };

const INVERTED =
  "(?:what|why|how|is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|wherefore|whence|whither)";
/** Words that ask at a sentence's head, and begin other clauses within one. */
const RELATIVE = "(?:who|whom|whose|which|when|where)";
const LEADING = "(?:(?:and|but|or|so|then|yet|now|for|in|on|to|of|by|with|from|at|under) )";
const SURELY = new RegExp(`(?:^|[“‘(]\\s?)${LEADING}{0,2}(?:${INVERTED}|${RELATIVE})\\b`, "iu");
const CLAUSE = new RegExp(`(?:^if|(?:[,;:] |—)${LEADING}?${INVERTED})\\b`, "iu");

/** Whether the sentence that ends at `at` is built as a question: behind a comma the same words begin other clauses. */
function asks(text: string, at: number): "surely" | "perhaps" | "no" {
  const last = (end: string) => (at > 0 ? text.lastIndexOf(end, at - 1) : -1);
  const end = Math.max(last(". "), last("? "), last("! "));
  const sentence = text.slice(end < 0 ? 0 : end + 2, at);
  return SURELY.test(sentence) ? "surely" : CLAUSE.test(sentence) ? "perhaps" : "no";
}

/** Letters of a quotation within a quotation whose marks may have been confused. */
const INNER = 40;

/** What a mark that opens a quotation stands before. */
const OPENS = /[^\s,;:?!)]/u;

/** Offsets of closing quotation marks that close nothing, within one paragraph. */
function looseQuotes(text: string): ReadonlySet<number> {
  const loose = new Set<number>();
  let open = 0;
  let single = 0;
  let inner = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if ((char === "“" || char === "‘") && !OPENS.test(text[i + 1] ?? " ")) continue;
    if (char === "“") open += 1;
    else if (char === "”") {
      // what a single mark opened a few words before was closed by it
      if (single > 0 && i - inner < INNER) single -= 1;
      else if (open > 0) open -= 1;
      else loose.add(i);
    } else if (char === "‘") {
      single += 1;
      inner = i;
    } else if (char === "’" && !/\p{L}/u.test(text[i + 1] ?? "")) {
      // behind an s it may be a genitive
      if (single > 0) single -= 1;
      else if (/[^s\s]/u.test(text[i - 1] ?? " ")) loose.add(i);
    }
  }
  return loose;
}

/** "24<sup>th</sup>": raised letters behind a figure, and raised figures behind a sign of measure. */
function isOrdinal(text: string, at: number, printed: string): boolean {
  const left = text.slice(Math.max(0, at - 3), at).trimEnd();
  if (/[0-9IVXLC]$/u.test(left) && /^(?:st|nd|rd|th|d|o|a|e|er|ère|re|ème|me|º|ª|te|ten|ter)$/iu.test(printed))
    return true;
  if (/^(?:lle|me|mme|r|rs|gr|ie|o)$/u.test(printed) && /\p{L}$/u.test(left)) return true;
  return /(?:^|[\s0-9])(?:m|cm|km|mm|ft|mi|in)$/u.test(left) && /^[23]$/u.test(printed);
}

const SUSPENDED = /^[ \u00a0](?:and|or|nor|to|und|oder|et|ou) /u;

function dashPrior(text: string, start: number, end: number): number {
  const left = before(text, start);
  const right = behind(text, end);
  const spaced = text[start] === " ";
  const mark = text.slice(start, end).trim();
  if (right === "stop" && /[.,;:)”’!?]/u.test(text[end] ?? "")) return spaced ? -4 : left === "letter" ? -1 : -2;
  let prior = left === "stop" || left === "quote" ? 0.6 : left === "comma" ? -0.5 : -2.2;
  // ":—" before what is quoted is a mark of its own
  if (COLON.test(text.slice(Math.max(0, start - 4), start))) prior -= 3;
  if (right === "lower") prior -= left === "letter" ? 2 : 1.5;
  if (right === "end") prior += left === "letter" ? 0.5 : 0.4;
  if (spaced) prior -= 2;
  // a suspended hyphen: "pre- and post-war"
  if (/^[-‐]/u.test(mark) && left === "letter") prior -= SUSPENDED.test(text.slice(end, end + 6)) ? 2 : 0;
  return prior;
}

export function before(text: string, at: number): string {
  let i = at - 1;
  while (i >= 0 && isMark(text[i]!)) i -= 1;
  const char = text[i] ?? "";
  if (/[”’"']/u.test(char)) return "quote";
  if (/[.!?…]/u.test(char)) return "stop";
  if (/[,;:)\]]/u.test(char)) return "comma";
  if (/[0-9]/u.test(char)) return "digit";
  return "letter";
}

export function behind(text: string, at: number): string {
  let i = at;
  while (i < text.length && isMark(text[i]!)) i += 1;
  if (i >= text.length) return "end";
  const rest = text.slice(i, i + 4);
  if (/^\s*["“‘(\uFDD0-\uFDEF]*\p{Lu}/u.test(rest)) return "upper";
  if (/^\s*["“‘(\uFDD0-\uFDEF]*[\p{Ll}]/u.test(rest)) return "lower";
  if (/^\s/u.test(rest)) return "other";
  return "stop";
}

function isMark(char: string): boolean {
  return char >= MARK.emOpen && char <= "\uFDEF";
}

function numberIn(printed: string): number | null {
  const plain = printed.replace(/[*°]$| ?[—–-]$/u, "");
  return /^[0-9]{1,4}$/u.test(plain) ? Number(plain) : readNumber(plain);
}
