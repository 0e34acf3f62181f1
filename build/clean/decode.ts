// Takes bytes; gives their text and says which encoding it was. The one idea: every encoding is tried, and the one whose
// text looks most like writing wins; a byte order mark or valid UTF-8 with letters beyond ASCII is proof enough.

import { type Diagnostic, error, type Result, warning } from "../diagnostic.ts";

export interface Decoded {
  readonly text: string;
  /** A name of the Encoding Standard; "utf-8 (twice)" for mojibake undone. */
  readonly encoding: string;
}

const SINGLE_BYTE = ["windows-1252", "koi8-r", "windows-1251"] as const;

/** `file` only names the diagnostics: `file/encoding` where bytes are no text, or where one had to guess. */
export function decode(bytes: Uint8Array, file: string): Result<Decoded> {
  const marked = byteOrderMark(bytes);
  if (marked) return { value: marked, diagnostics: [] };
  const wide = withoutMark(bytes);
  if (wide) return { value: wide, diagnostics: [] };
  if (isBinary(bytes)) {
    const complaint = error("file/encoding", `${file} holds no text but binary data`, null, binaryHint(bytes));
    return { value: { text: "", encoding: "binary" }, diagnostics: [complaint] };
  }
  const utf8 = tryUtf8(bytes);
  if (utf8 !== null) return fromUtf8(utf8);
  return declared(bytes) ?? guess(bytes, file);
}

/** What a web page says of itself: `<meta charset>` in its first kilobyte (HTML, 4.2.5.4). */
function declared(bytes: Uint8Array): Result<Decoded> | null {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 4096));
  const label = /<meta\s[^>]{0,200}?charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
  if (label === undefined || /^utf-?8$/i.test(label)) return null;
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    const text = asPrinted(decoder.decode(bytes), decoder.encoding);
    return { value: { text, encoding: decoder.encoding }, diagnostics: [] };
  } catch {
    return null;
  }
}

function byteOrderMark(bytes: Uint8Array): Decoded | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return { text: new TextDecoder("utf-8").decode(bytes), encoding: "utf-8" };
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16le" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16be" };
  return null;
}

const HEAD = 65_536;

/** UTF-16 without its mark: nearly every second byte of Latin writing is zero, always on the same side. */
function withoutMark(bytes: Uint8Array): Decoded | null {
  const length = Math.min(bytes.length, HEAD) & ~1;
  if (length < 8) return null;
  const zeros = [0, 0];
  for (let i = 0; i < length; i += 1) if (bytes[i] === 0) zeros[i & 1]! += 1;
  const half = length / 2;
  if (zeros[1]! > half * 0.4 && zeros[0]! < half * 0.02)
    return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "utf-16le" };
  if (zeros[0]! > half * 0.4 && zeros[1]! < half * 0.02)
    return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "utf-16be" };
  return null;
}

/** Text holds no NUL and hardly any control character (ECMA-48) besides tab, line feed, form feed, return. */
function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, HEAD);
  let control = 0;
  for (let i = 0; i < length; i += 1) {
    const byte = bytes[i]!;
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) control += 1;
  }
  return control > length * 0.01 + 2 || startsLike(bytes, "%PDF-") || startsLike(bytes, "PK\x03\x04");
}

function startsLike(bytes: Uint8Array, magic: string): boolean {
  return [...magic].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}

function binaryHint(bytes: Uint8Array): string {
  if (startsLike(bytes, "%PDF-")) return "this is a PDF: extract its text first, for instance with pdftotext -layout";
  if (startsLike(bytes, "PK"))
    return "this is a zip archive (EPUB, DOCX, ODT): export plain text or HTML from it first";
  return "give a text, Markdown or HTML file";
}

function tryUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function fromUtf8(text: string): Result<Decoded> {
  const undone = undoTwice(text);
  if (undone === null) return { value: { text, encoding: "utf-8" }, diagnostics: [] };
  return { value: { text: undone, encoding: "utf-8 (twice)" }, diagnostics: [] };
}

/** What windows-1252 makes of the bytes 80 to 9F; five of them it leaves as they are. */
const UPPER_1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** Node 20 decodes windows-1252 as if it were Latin-1: quotation marks and dashes come out as control characters. */
function asPrinted(text: string, encoding: string): string {
  if (encoding !== "windows-1252") return text;
  return text.replace(/[\u0080-\u009f]/g, (letter) => UPPER_1252[letter.charCodeAt(0) - 0x80]!);
}

/** UTF-8 that was read as windows-1252 and written as UTF-8 again: sequences of one lead and its trail letters. */
const TWICE = /[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3}/g;

function undoTwice(text: string): string | null {
  const found = text.match(TWICE) ?? [];
  if (found.length === 0) return null;
  const beyond = text.match(/[\u0080-\uffff]+/g)?.length ?? 0;
  if (found.length < beyond * 0.6) return null;
  const undone = text.replace(TWICE, (sequence) => tryUtf8(bytesOf1252(sequence)) ?? sequence);
  return (undone.match(TWICE)?.length ?? 0) < found.length ? undone : null;
}

function bytesOf1252(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    const upper = UPPER_1252.indexOf(letter);
    return upper >= 0 ? 0x80 + upper : letter.charCodeAt(0);
  });
}

function guess(bytes: Uint8Array, file: string): Result<Decoded> {
  const head = bytes.subarray(0, 4 * HEAD);
  const ranked = SINGLE_BYTE.map((encoding) => ({
    encoding,
    score: looksLikeWriting(asPrinted(new TextDecoder(encoding).decode(head), encoding)),
  }));
  ranked.sort((a, b) => b.score - a.score);
  const best = ranked[0]!;
  const text = asPrinted(new TextDecoder(best.encoding).decode(bytes), best.encoding);
  const diagnostics: Diagnostic[] = [];
  if (best.score < ranked[1]!.score + 0.05) {
    const other = ranked[1]!.encoding;
    diagnostics.push(
      warning("file/encoding", `${file} is no UTF-8; read as ${best.encoding}`, null, `it could be ${other}`),
    );
  }
  return { value: { text, encoding: best.encoding }, diagnostics };
}

/**
 * How much the letters beyond ASCII look like words: a capital inside a word, a Cyrillic letter beside a Latin one or a
 * control character speak against, small letters and the marks of printing speak for. Between -1 and 1.
 */
function looksLikeWriting(text: string): number {
  let good = 0;
  let bad = 0;
  let before = " ";
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]!;
    if (letter > "\x7f") {
      if (/\p{Script=Cyrillic}/u.test(letter) && (/[a-z]/i.test(before) || /[a-z]/i.test(text[i + 1] ?? " "))) bad += 2;
      else if (/[\u0080-\u009f¤¦¨¸¬¶]|[\u2500-\u25ff]/u.test(letter)) bad += 3;
      else if (/[‘’“”«»–—…§°é]/u.test(letter)) good += 1;
      else if (/\p{Lu}/u.test(letter)) {
        if (/\p{Ll}/u.test(before)) bad += 2;
        else good += 0.2;
      } else if (/\p{Ll}/u.test(letter)) {
        if (before > "\x7f" && /\p{Script=Latin}/u.test(letter) && /\p{L}/u.test(before)) bad += 2;
        else good += 1;
      } else bad += 0.5;
    }
    before = letter;
  }
  return (good - bad) / Math.max(1, good + bad);
}
