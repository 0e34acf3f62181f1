// Takes a book and what changed since an earlier edition, gives the book with that as its last chapter: for the EPUB.

import type { Book, Part } from "../book.ts";
import { everyBlock } from "../walk.ts";
import { type ErrataText, errataChapter } from "./chapter.ts";
import { errata } from "./errata.ts";
import type { Manifest } from "./manifest.ts";

/** By the pages of the book, or of the zine where there is no book; null: no word has changed. */
export function errataSince(
  before: Manifest,
  after: Pick<Manifest, "edition" | "print" | "zine">,
  lang: string,
): ErrataText | null {
  const [old, now] = before.print && after.print ? [before.print, after.print] : ([before.zine, after.zine] as const);
  const found = old && now ? errata(old, now) : [];
  if (found.length === 0) return null;
  const lists = [{ title: null, errata: found }];
  return { lang, subtitle: null, old: before.edition, new: after.edition, lists };
}

export function withErrata(book: Book, text: ErrataText | null): Book {
  if (text === null) return book;
  const known = new Set(book.chapters.map(({ id }) => id));
  let id = "errata";
  while (known.has(id)) id = `book-${id}`;
  const chapter = errataChapter(id, text, idsOf(book));
  const part: Part = { title: null, id: `part-${id}`, chapters: [id] };
  return { ...book, chapters: [...book.chapters, chapter], parts: [...book.parts, part] };
}

/** What a list of errata may lead to. */
function idsOf({ chapters }: Book): Set<string> {
  return new Set(
    chapters.flatMap(({ id, blocks, notes }) => [
      id,
      ...[...everyBlock(blocks)].flatMap((block) => [
        block.id,
        ...(block.type === "list" || block.type === "definitions" ? block.items.map((item) => item.id) : []),
      ]),
      ...notes.map((note) => note.id),
    ]),
  );
}
