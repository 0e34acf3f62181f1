// Kindle's "My Clippings.txt", in whatever language the device speaks. A clipping is a title, a line that begins with "-"
// and tells kind and place, an empty line and the words; "==========" ends it. A note is a clipping of its own, whose place
// lies in that of its highlight.

import { type Remark, remark, worded } from "./remark.ts";

const BOOKMARK =
  /bookmark|lesezeichen|signet|marcador|segnalibro|bladwijzer|закладк|bokmärke|bogmærke|书签|書籤|ブックマーク|zakładk|yer imi/iu;
const NOTE = /\bnotes?\b|notiz|\bnota\b|notitie|замет|примечан|anteckning|笔记|筆記|メモ|notatk|\bnot\b/iu;

interface Clipping {
  readonly title: string | null;
  readonly kind: "highlight" | "note";
  readonly from: number;
  readonly to: number;
  readonly page: boolean;
  readonly words: string;
}

export function readClippings(file: string, text: string): Remark[] | null {
  if (!/^={8,}\s*$/m.test(text)) return null;
  const clippings = text.split(/^={8,}[ \t]*$/m).flatMap(readClipping);
  const used = new Set<Clipping>();
  const highlights = clippings.filter(({ kind }) => kind === "highlight");
  const remarks = highlights.map((each): Remark => {
    const note = clippings.find((other) => other.kind === "note" && !used.has(other) && isAbout(other, each));
    if (note) used.add(note);
    const where = `${each.page ? "page" : "location"} ${each.from}${each.to > each.from ? `-${each.to}` : ""}`;
    return remark({ file, title: each.title, quote: each.words, note: note?.words ?? null, where });
  });
  // A note whose highlight is gone has no words to be found by.
  const alone = clippings
    .filter((each) => each.kind === "note" && !used.has(each))
    .map((each) =>
      remark({
        file,
        title: each.title,
        quote: "",
        note: each.words,
        where: `${each.page ? "page" : "location"} ${each.from}`,
      }),
    );
  return [...remarks, ...alone];
}

function readClipping(part: string): Clipping[] {
  const lines = part
    .replace(/^\ufeff/, "")
    .trim()
    .split("\n");
  const at = lines.findIndex((line, i) => i > 0 && /^\s*-/.test(line));
  if (at < 1) return [];
  const [kindAndPlace = ""] = lines[at]!.split(/\|[^|]*$/);
  if (BOOKMARK.test(kindAndPlace)) return [];
  const words = worded(
    lines
      .slice(at + 1)
      .join("\n")
      .trim(),
  );
  if (words === null) return [];
  // The last numbers are those of the location, which is finer than the page; "#" and "No." stand before some.
  const numbers = [...kindAndPlace.matchAll(/(\d+)(?:\s*[-–]\s*(\d+))?/g)].at(-1);
  const from = Number(numbers?.[1] ?? 0);
  const to = spread(from, numbers?.[2]);
  const page = !/loc|pos|empl|место|расп|位置|plaats|sijainti|placering|konum|lokalizac/iu.test(kindAndPlace);
  return [{ title: titleOf(lines[0]!), kind: NOTE.test(kindAndPlace) ? "note" : "highlight", from, to, page, words }];
}

/** Old Kindles write "1234-36" for 1234 to 1236. */
function spread(from: number, to: string | undefined): number {
  if (to === undefined) return from;
  const whole = Number(to);
  return whole >= from ? whole : Number(String(from).slice(0, -to.length) + to);
}

/** "Title (Author)" */
function titleOf(line: string): string | null {
  return worded(line.replace(/^\ufeff/, "").replace(/\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$/, ""));
}

function isAbout(note: Clipping, { title, from, to, page }: Clipping): boolean {
  return note.title === title && note.page === page && note.from >= from && note.from <= to;
}
