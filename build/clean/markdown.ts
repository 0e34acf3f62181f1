// Takes pieces and notes; gives Markdown whose every character still knows its place. What Markdown would take for its
// own signs is escaped; the signs of Markdown itself are written here and nowhere else.

import { ANY_MARK, Letters, LettersBuilder, MARK, type Piece, type PlacedNote } from "./flow.ts";

const SIGNS: Readonly<Record<string, string>> = {
  [MARK.emOpen]: "*",
  [MARK.emClose]: "*",
  [MARK.strongOpen]: "**",
  [MARK.strongClose]: "**",
  [MARK.callOpen]: "[^",
  [MARK.callClose]: "]",
  [MARK.supOpen]: "[",
  [MARK.supClose]: "]{.sup}",
  [MARK.scOpen]: "[",
  [MARK.scClose]: "]{.sc}",
  [MARK.linkOpen]: "[",
  [MARK.linkTo]: "](",
  [MARK.linkClose]: ")",
  [MARK.asIs]: "",
};

/** `relabel` gives a note's label in the file. */
export type Relabel = (chapter: number, label: string) => string;

/** Letters as inline Markdown. */
export function inline(letters: Letters, lineBreak: string, relabel: (label: string) => string): Letters {
  const text = letters.text;
  const built = new LettersBuilder(text.length);
  let from = 0;
  let asIs = false;
  let inCall = false;
  let inAddress = false;
  const put = (i: number, written: string, skip: number): void => {
    built.add(letters, from, i);
    built.make(written);
    from = i + skip;
  };
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]!;
    if (letter >= "\uFDD0" && letter <= "\uFDEF") {
      if (letter === MARK.asIs) asIs = !asIs;
      if (letter === MARK.linkTo) inAddress = true;
      if (letter === MARK.linkClose) inAddress = false;
      if (letter === MARK.callOpen) {
        const end = text.indexOf(MARK.callClose, i);
        put(i, `[^${relabel(text.slice(i + 1, end))}`, end - i);
        i = end - 1;
        inCall = true;
        continue;
      }
      if (letter === MARK.callClose && inCall) inCall = false;
      put(i, letter === MARK.lineBreak ? lineBreak : (SIGNS[letter] ?? ""), 1);
    } else if (!asIs && !inAddress && needsEscape(text, i)) put(i, "\\", 0);
  }
  built.add(letters, from, text.length);
  return built.build();
}

function needsEscape(text: string, i: number): boolean {
  switch (text[i]) {
    case "*":
    case "`":
    case "\\":
      return true;
    case "_":
      return !(/[\p{L}\p{N}]/u.test(text[i - 1] ?? " ") && /[\p{L}\p{N}]/u.test(text[i + 1] ?? " "));
    case "[":
      return /^\[\^|^\[[^\]]*\][({:]/.test(text.slice(i, i + 200));
    case "<":
      return /^<[a-zA-Z/!?]/.test(text.slice(i, i + 2));
    case "^":
      return text[i + 1] === "[";
    default:
      return false;
  }
}

/** What a paragraph may not begin with, lest it becomes something else. */
export function openingEscape(text: string): number | null {
  if (/^(?:#{1,6}(?:\s|$)|>|[-+](?:\s|$)|\||:\s|:::|={3,}\s*$|-{3,}\s*$)/.test(text)) return 0;
  const list = /^\d{1,9}[.)](?=\s|$)/.exec(text);
  return list ? list[0].length - 1 : null;
}

function escapeOpening(letters: Letters): Letters {
  const at = openingEscape(letters.text);
  if (at === null) return letters;
  return Letters.concat([letters.slice(0, at), Letters.made("\\"), letters.slice(at)]);
}

const made = (text: string): Letters => Letters.made(text);

/** One piece as Markdown, without the empty line that follows. */
function block(piece: Piece, relabel: (label: string) => string): Letters {
  switch (piece.kind) {
    case "heading":
      return Letters.concat([made(`${"#".repeat(Math.max(1, piece.level))} `), inline(piece.letters, " ", relabel)]);
    case "rule":
      return made("***");
    case "item":
      return Letters.concat([
        made(`${"   ".repeat(piece.level)}${piece.label} `),
        inline(piece.letters, "\n", relabel),
      ]);
    case "verse":
      return prefixed(inline(piece.letters, "\n", relabel), "| ");
    case "signature":
      return Letters.concat([made("::: signature\n"), inline(piece.letters, "\n", relabel), made("\n:::")]);
    case "verbatim":
      return Letters.concat([inline(piece.letters, "\n", relabel)]);
    case "attribution":
    case "paragraph":
    case "note":
      return escapeOpening(inline(piece.letters, "\\\n", relabel));
  }
}

/** Every line behind a sign; an empty one behind the sign without its blank. */
function prefixed(letters: Letters, sign: string): Letters {
  const { text } = letters;
  const before = made(sign);
  const alone = made(sign.trimEnd());
  const built = new LettersBuilder(text.length);
  for (let from = 0; from <= text.length; ) {
    const end = text.indexOf("\n", from);
    const next = end < 0 ? text.length : end + 1;
    built.add(from === end || from === text.length ? alone : before);
    built.add(letters, from, next);
    if (end < 0) break;
    from = next;
  }
  return built.build();
}

const quoted = (letters: Letters): Letters => prefixed(letters, "> ");
const indented = (letters: Letters): Letters => prefixed(letters, "    ");

/** Pieces and the notes they call as Markdown. */
export function writeMarkdown(pieces: readonly Piece[], notes: readonly PlacedNote[], relabel: Relabel): Letters {
  const parts: Letters[] = [];
  pieces.forEach((piece, i) => {
    const before = pieces[i - 1];
    if (before) parts.push(made(separator(before, piece)));
    if (piece.frame && before?.frame !== piece.frame) parts.push(made(`::: ${piece.frame}\n`));
    const label = (each: string): string => relabel(piece.chapter, each);
    const written = block(piece, label);
    parts.push(piece.quoted ? quoted(written) : written);
    if (piece.frame && pieces[i + 1]?.frame !== piece.frame) parts.push(made("\n:::"));
  });
  for (const note of notes) {
    const label = (each: string): string => relabel(note.chapter, each);
    note.pieces.forEach((piece, i) => {
      const written = piece.quoted ? quoted(block(piece, label)) : block(piece, label);
      if (parts.length > 0) parts.push(made("\n\n"));
      parts.push(i === 0 ? Letters.concat([made(`[^${label(note.label)}]: `), written]) : indented(written));
    });
  }
  parts.push(made("\n"));
  return Letters.concat(parts);
}

function separator(before: Piece, after: Piece): string {
  if (before.quoted && after.quoted) return "\n>\n";
  if (isListed(before) && isListed(after) && before.label.at(-1) === after.label.at(-1)) return "\n";
  return "\n\n";
}

/** Whether Markdown knows the label: other labels begin paragraphs. */
function isListed({ kind, label }: Piece): boolean {
  return kind === "item" && /^(?:\d{1,9}[.)]|-)$/.test(label);
}

/** Letters without any mark: for names, titles, reports. */
export function plainText(letters: Letters): string {
  return letters.text
    .replace(new RegExp(`${MARK.callOpen}[^${MARK.callClose}]*${MARK.callClose}`, "g"), "")
    .replace(new RegExp(`${MARK.linkTo}[^${MARK.linkClose}]*`, "g"), "")
    .replace(ANY_MARK, "");
}
