// Takes a setting with room held for page numbers, gives it with the numbers in place. A number narrower or wider than
// its room moves what follows on its line, and the line's blanks share the difference, so that the line ends where it did.

import type { Mark, PageBody, Setting, Shape, ShapedWord, TextMark } from "../page.ts";

/** `folioOf` gives the folio of an id's page, or null where the id is not in this book; the room is then left as it is. */
export function fillFolios(setting: Setting, folioOf: (id: string) => string | null, shape: Shape): Setting {
  const places = setting.folios ?? [];
  if (places.length === 0) return setting;
  const words = [...setting.words];
  const growth = new Map<number, number>();
  for (const { word, target, style } of places) {
    const folio = folioOf(target);
    if (folio === null) continue;
    const filled = joined(shape(folio, style).words);
    growth.set(word, filled.width - words[word]!.width);
    words[word] = filled;
  }
  return { ...setting, words, bodies: setting.bodies.map((body) => evenBody(body, growth)) };
}

function joined(parts: readonly ShapedWord[]): ShapedWord {
  const [first, ...rest] = parts;
  if (!first) throw new Error("a folio without figures");
  if (rest.length > 0) throw new Error("a folio in two faces");
  return first;
}

function evenBody(body: PageBody, growth: ReadonlyMap<number, number>): PageBody {
  const touched = new Set<number>();
  for (const mark of body.marks) {
    if (mark.type === "text" && mark.words.some((word) => growth.has(word))) touched.add(mark.y);
  }
  if (touched.size === 0) return body;
  let marks = body.marks;
  for (const y of touched) marks = evenLine(marks, y, growth);
  const { look: _, ink: __, ...rest } = body;
  return { ...rest, marks };
}

function evenLine(marks: readonly Mark[], y: number, growth: ReadonlyMap<number, number>): Mark[] {
  const line = marks.filter((mark): mark is TextMark => mark.type === "text" && mark.y === y).sort((a, b) => a.x - b.x);
  const grown = (mark: TextMark) =>
    mark.words.reduce((sum, word) => sum + (growth.get(word) ?? 0), 0) * (mark.size / 1000) * mark.stretch;
  const total = line.reduce((sum, mark) => sum + grown(mark), 0);
  const blanks = line.reduce((sum, mark) => sum + mark.gaps.filter((gap) => gap > 0).length, 0);
  const share = blanks > 0 ? total / blanks : 0;
  const moved = new Map<Mark, TextMark>();
  let shift = 0;
  for (const mark of line) {
    moved.set(mark, {
      ...mark,
      x: mark.x + shift,
      gaps: mark.gaps.map((gap) => (gap > 0 ? Math.max(gap - share, 0) : gap)),
    });
    shift += grown(mark) - share * mark.gaps.filter((gap) => gap > 0).length;
  }
  return marks.map((mark) => moved.get(mark) ?? mark);
}
