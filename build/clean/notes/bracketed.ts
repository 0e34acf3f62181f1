// From pages to the notes that stand in brackets behind the paragraph that calls them, `[Footnote 3: …]`, as
// transcribers write them, and the pages without them. The one idea: brackets say where such a note ends; nothing has to
// be guessed but its call, which stands between it and the note before it.

import type { Desk, Letters, NoteBody, SourceLine, SourcePage } from "../flow.ts";

const OPENING = /^\[(?:foot|end)?note\s*([0-9]{1,4}|[a-z]|[*∗†‡§]{1,3})?\s*[:.]\s*/i;

/** No note is longer; an unclosed bracket does not swallow the text. */
const MOST_LINES = 400;

export function takeBracketed(
  pages: readonly SourcePage[],
  desk: Desk,
): { readonly pages: readonly SourcePage[]; readonly bodies: readonly NoteBody[] } {
  if (desk.hints.notes === "none") return { pages, bodies: [] };
  const bodies: NoteBody[] = [];
  const left = pages.map((page): SourcePage => {
    const kept: SourceLine[] = [];
    let stretch: SourceLine[] = [];
    let noted = false;
    for (let i = 0; i < page.lines.length; i += 1) {
      const line = page.lines[i]!;
      const end = OPENING.test(line.letters.text) ? closingLine(page.lines, i) : -1;
      if (end >= 0) {
        bodies.push(bodyOf(page.lines.slice(i, end + 1), { ...page, lines: stretch }, desk));
        noted = true;
        i = end;
        continue;
      }
      if (noted) stretch = [];
      noted = false;
      kept.push(line);
      stretch.push(line);
    }
    return { ...page, lines: kept };
  });
  return bodies.length === 0 ? { pages, bodies } : { pages: left, bodies };
}

/** The line at whose end the bracket opened at line `i` is closed; -1 where none is. */
function closingLine(lines: readonly SourceLine[], i: number): number {
  let depth = 0;
  for (let k = i; k < Math.min(lines.length, i + MOST_LINES); k += 1) {
    const { text } = lines[k]!.letters;
    if (k > i && OPENING.test(text)) return -1;
    for (const sign of text) depth += sign === "[" ? 1 : sign === "]" ? -1 : 0;
    if (depth <= 0) return text.endsWith("]") ? k : -1;
  }
  return -1;
}

function bodyOf(lines: readonly SourceLine[], beside: SourcePage, desk: Desk): NoteBody {
  const first = lines[0]!.letters;
  const opening = OPENING.exec(first.text)!;
  const printed = opening[1] ?? "";
  const at = printed === "" ? 0 : opening[0].lastIndexOf(printed);
  const marker = first.slice(at, at + printed.length);
  const drop = (letters: Letters): void => {
    if (letters.length > 0) desk.journal.drop(letters, "notes/body-marker", 1);
  };
  drop(first.slice(0, at));
  drop(first.slice(at + printed.length, opening[0].length));
  const closing = lines.at(-1)!.letters;
  drop(closing.slice(closing.length - 1));
  const body = lines.map((line, k) => {
    const start = k === 0 ? opening[0].length : 0;
    const end = line.letters.length - (k === lines.length - 1 ? 1 : 0);
    return { ...line, letters: line.letters.slice(start, end) };
  });
  const full = body.filter((line) => line.letters.length > 0);
  return { marker, lines: full, page: beside.index, place: "foot", by: "author", beside };
}
