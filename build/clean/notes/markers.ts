// From the letters a line begins with to the note marker they may be: `12`, `12.`, `[12]`, `*`, and what damage makes of
// them. The one idea: read every form, say which form it is and what it could count as, and decide nothing here.

import { MARK } from "../flow.ts";

/**
 * How a marker looks; `noise` is what recognition makes of a small raised figure, `stray` a figure that the extraction
 * glued to the line above.
 */
export type MarkerForm = "markup" | "bracket" | "dotted" | "plain" | "alone" | "symbol" | "letter" | "noise" | "stray";

export interface Marker {
  readonly form: MarkerForm;
  /** Letters of the line it takes, with the blanks behind it. */
  readonly length: number;
  /** As printed, without brackets, stops and markup. */
  readonly printed: string;
  /** What it counts as; null for symbols and noise. */
  readonly value: number | null;
}

const CONFUSED: Readonly<Record<string, string>> = {
  O: "0",
  o: "0",
  Q: "0",
  D: "0",
  l: "1",
  I: "1",
  i: "1",
  "|": "1",
  "!": "1",
  J: "1",
  Z: "2",
  z: "2",
  A: "4",
  S: "5",
  s: "5",
  b: "6",
  G: "6",
  T: "7",
  "?": "7",
  B: "8",
  g: "9",
  q: "9",
};

const SUPERIOR = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The signs that mark notes, in the order a page takes them (Chicago Manual of Style, 17th ed., 14.25; LaTeX's \fnsymbol). */
const SIGNS: readonly string[] = ["*∗", "†", "‡", "§", "¶", "‖∥"];

/** Which note of its page a sign marks, from 1; doubled signs follow the single ones. Null for what is no sign. */
export function signRank(printed: string): number | null {
  const at = SIGNS.findIndex((same) => printed !== "" && same.includes(printed[0]!));
  if (at < 0 || [...printed].some((char) => !SIGNS[at]!.includes(char))) return null;
  return at + 1 + (printed.length - 1) * SIGNS.length;
}

/** The number meant by figures of which some may have been read as letters; null without any true figure. */
export function readNumber(printed: string): number | null {
  let digits = "";
  let sure = 0;
  for (const char of printed) {
    const superior = SUPERIOR.indexOf(char);
    if (char >= "0" && char <= "9") sure += 1;
    if (superior >= 0) sure += 1;
    const digit = superior >= 0 ? String(superior) : char >= "0" && char <= "9" ? char : CONFUSED[char];
    if (digit === undefined) return null;
    digits += digit;
  }
  if (sure === 0 || digits.length > 4) return null;
  return Number(digits);
}

/**
 * A raised figure as extraction writes it: `<sup>7</sup>`, `<sup>&</sup>lt;sup>7</sup>`, `$^{7}$`, `$<sup>^{7}</sup>$`, `$^7$`,
 * with a thin space of TeX behind it or none; HTML and Markdown that was read (`MARK.supOpen`), superior figures of Unicode.
 * Group 1 to 5: what is raised.
 */
export const RAISED = new RegExp(
  [
    `${MARK.supOpen}([^${MARK.supClose}]{1,12})${MARK.supClose}`,
    "\\$?\\s?<sup>(?:&(?:amp;)?</sup>lt;sup>|\\s*\\^\\s*\\{?)?\\s*([^<>{}$]{1,12}?)\\s*\\}?\\s*(?:\\\\[,;:!])?\\s*</sup>(?:\\s?\\$)?",
    "\\$\\s*\\^\\s*\\{?\\s*([0-9a-zA-Z*∗†‡§]{1,6})\\s*\\}?\\s*(?:\\\\[,;:!])?\\s*\\$",
    `([${SUPERIOR}]{1,4})`,
    "\\[\\^([^\\]\\s]{1,12})\\]:?",
  ].join("|"),
  "u",
);

/** What `RAISED` found raised. */
export function raisedText(match: RegExpMatchArray | RegExpExecArray): string {
  return (match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? "").trim();
}

const RAISED_START = new RegExp(`^\\s*(?:${RAISED.source})\\s*`, "u");
const BRACKET =
  /^[[{]\s?(?:Footnote|Note|footnote|note)?\s?([0-9]{1,4}|[A-Za-z]|[*∗†‡§]{1,3})\s?[\]}]\s*:?\s*(?=\S|$)/u;
const PARENTHESIS = /^\(([0-9]{1,4}|[*∗†‡§]{1,3})\)\s*(?=\S)/u;
const FOOTNOTE_WORD = /^\[(?:Footnote|Note|FOOTNOTE)\s?([0-9]{1,4}|[A-Za-z]|[*∗†‡§]{1,3})?\s?[:.]\s*/u;
const ALONE = /^([0-9]{1,4}|[*∗†‡§¶‖∥]{1,3})$/u;
const DOTTED = /^([0-9OQDlIiSsZzBgqb|]{1,4})\s?[.)\-–—]{1,2}\s+(?=\S)/u;
const DOTTED_TIGHT = /^([0-9]{1,4})[.)](?=[“"‘'(A-Z*_])/u;
const PLAIN = /^([0-9]{1,4})(?:\s+(?=\S)|(?=[\p{Lu}“"‘'(*_])|(?=\p{Ll}{5}))/u;
const SYMBOL = /^((?:\*|∗|†|‡|§|¶|‖|∥|\|\|){1,3})\s?(?=[\p{L}“"‘'(\d[_*])/u;
/** A number of which one figure was read as a symbol. */
const MISREAD = /^(?:[*∗†‡]{1,2}[0-9]{1,2}|[0-9]{1,2}[*∗†‡°!?§#®©”"']{1,2})\s?(?=\p{Lu}\p{L}|\p{Lu}\.|[“"‘(]|ee\b)/u;
/** A figure read as a letter, glued to the capital that begins the note. */
const LETTERED = /^["“”‘’'*°®]{0,2}[lISsgtrzB|](?![IVXLC]+\.)(?=\p{Lu}(?:\p{Ll}|\.\s?\p{Lu}))/u;
const LETTER = /^([a-z])(?:\s+(?=[\p{Lu}“"‘'(0-9])|(?=\p{Lu}\p{Ll}))/u;
const NOISE =
  /^(?:["'`“”‘’°º®©™%#+*∗†‡§»«^~{}&?!¢£¥$€/\\<>=_|]{1,3}[0-9]?|[*°®"“‘’]{0,2}[0-9]{1,2}[*°®"”’]{1,2})\s?(?=\p{Lu}|[“"(])/u;

const EMPHASIS = /^(\*{1,3})(?=[^\s*])[^*]*[^\s*]\1(?![\p{L}\p{N}])/u;

/** Whether a paragraph begins with emphasis in signs: what opens it is no mark of a note. */
export function opensEmphasis(paragraph: string): boolean {
  return EMPHASIS.test(paragraph);
}

/**
 * The marker a line may begin with. A quotation mark before a word is `noise` as well, an article before a name a `letter`:
 * only their place can tell.
 */
export function markerOf(text: string): Marker | null {
  const raised = RAISED_START.exec(text);
  if (raised) {
    const printed = raisedText(raised);
    if (printed.length > 0 && !/\s/u.test(printed)) {
      return { form: "markup", length: raised[0].length, printed, value: readNumber(printed) };
    }
  }
  const bracket = FOOTNOTE_WORD.exec(text) ?? BRACKET.exec(text);
  if (bracket) return numbered("bracket", bracket);
  const alone = ALONE.exec(text);
  if (alone) return numbered("alone", alone);
  if (!/[\p{L}\p{N}]/u.test(text) || opensEmphasis(text)) return null;
  const misread = MISREAD.exec(text);
  if (misread) return { form: "noise", length: misread[0].length, printed: misread[0].trim(), value: null };
  const symbol = SYMBOL.exec(text);
  if (symbol && symbol[1] !== "") {
    return { form: "symbol", length: symbol[0].length, printed: symbol[1]!, value: null };
  }
  const dotted = PARENTHESIS.exec(text) ?? DOTTED.exec(text) ?? DOTTED_TIGHT.exec(text);
  if (dotted && (readNumber(dotted[1]!) !== null || dotted[0].startsWith("("))) return numbered("dotted", dotted);
  const plain = PLAIN.exec(text);
  if (plain) return numbered("plain", plain);
  const letter = LETTER.exec(text);
  if (letter) return { form: "letter", length: letter[0].length, printed: letter[1]!, value: null };
  const noise = LETTERED.exec(text) ?? NOISE.exec(text);
  if (noise) return { form: "noise", length: noise[0].length, printed: noise[0].trim(), value: null };
  return null;
}

/** A letter that marks no note may be a figure misread. */
export function misreadLetter(text: string, { length }: Marker): Marker | null {
  return length === 1 && LETTERED.test(text) ? { form: "noise", length, printed: text[0]!, value: null } : null;
}

function numbered(form: MarkerForm, match: RegExpExecArray): Marker {
  const printed = match[1] ?? "";
  return { form, length: match[0].length, printed, value: readNumber(printed) };
}
