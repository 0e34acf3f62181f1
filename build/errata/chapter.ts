// Takes what changed between two editions, gives it as a chapter: for a slip to lay into the old edition, and for the back
// of the new EPUB.

import type { Block, Chapter, Inline } from "../book.ts";
import type { Erratum } from "./errata.ts";
import { errataWords, fill } from "./words.ts";

export interface ErrataText {
  readonly lang: string;
  /** What is corrected: the book's title, or its zine. */
  readonly subtitle: string | null;
  readonly old: string;
  readonly new: string;
  readonly lists: readonly { readonly title: string | null; readonly errata: readonly Erratum[] }[];
}

/** `linked`: each place leads to where the words stand now; the ids must be those of the book the chapter is added to. */
export function errataChapter(id: string, text: ErrataText, linked: ReadonlySet<string> = new Set()): Chapter {
  const words = errataWords(text.lang);
  const span = { file: "errata", start: 0, end: 0 };
  const base = (name: string) => ({ id: `${id}-${name}`, span, lang: null });
  const paragraph = (name: string, children: readonly Inline[]): Block => ({
    ...base(name),
    type: "paragraph",
    children,
  });
  const blocks = text.lists.flatMap(({ title, errata }, at): Block[] => [
    ...(title === null
      ? []
      : [{ ...base(`heading-${at + 1}`), type: "heading", level: 2, children: [plain(title)] } as const]),
    {
      ...base(`list-${at + 1}`),
      type: "list",
      ordered: false,
      tight: true,
      items: errata.map((each, i) => ({
        id: `${id}-${at + 1}-${i + 1}`,
        label: "•",
        blocks: [paragraph(`${at + 1}-${i + 1}-text`, inlinesOf(each, text.lang, linked))],
      })),
    },
  ]);
  const explain = fill(words.explain, { old: text.old, new: text.new });
  return {
    id,
    file: span.file,
    role: "appendix",
    title: [plain(words.title)],
    subtitle: text.subtitle,
    author: null,
    translator: null,
    year: null,
    source: null,
    lang: text.lang,
    blocks: [paragraph("explanation", [plain(explain)]), ...blocks],
    notes: [],
  };
}

function inlinesOf(erratum: Erratum, lang: string, linked: ReadonlySet<string>): Inline[] {
  const words = errataWords(lang);
  const { folio, line, note, before, after, block } = erratum;
  const place = plain(fill(note ? words.noteLine : words.line, { folio, line }));
  const form = after === "" ? words.strike : before === "" ? words.add : words.replace;
  const start: Inline =
    block !== null && linked.has(block) ? { type: "cross_ref", target: block, form: "text", children: [place] } : place;
  return [start, plain(`: ${fill(form, { before, after })}`)];
}

const plain = (text: string): Inline => ({ type: "text", text });
