// Takes a book and the number of pages one folded sheet has; gives the pages of a mini edition, filled by rule:
//
//      1 title   2 epigraph, or what the book says of itself   3 … an excerpt that ends at a sentence
//      last but one: the glossary's main terms                 last: where to find the whole
//
// Setting is a parameter: the excerpt is as long as its pages hold, found by halving. What had to be left out is said by word.

import type { Block, Book, Chapter, Definitions, Inline, Paragraph, Quote } from "../book.ts";
import type { Bound, Page, Setting, Shape, Theme } from "../page.ts";
import { everyBlock, plainText, plainTextOfBlocks } from "../walk.ts";
import { Sketch } from "./sketch.ts";

export interface Mini {
  readonly bound: Bound;
  /** What stands in it and what was left out, a line each. */
  readonly report: readonly string[];
}

export interface MiniWords {
  /** Heading of the terms, and what the last page says before the title and before the address. */
  readonly terms: string;
  readonly excerptFrom: string;
  readonly whole: string;
  readonly edition: string;
}

/** By the book's language; English where there is none. `terms` is what the book calls its glossary. */
export function miniWords(lang: string, terms: string): MiniWords {
  const [excerptFrom, whole, edition] = WORDS[lang.toLowerCase().split("-")[0]!] ?? WORDS.en!;
  return { terms, excerptFrom, whole, edition };
}

const WORDS: Readonly<Record<string, readonly [excerptFrom: string, whole: string, edition: string]>> = {
  en: ["This sheet holds an excerpt from", "The whole, with its notes:", "Edition"],
  de: ["Dieses Blatt enthält einen Auszug aus", "Das Ganze mit allen Anmerkungen:", "Ausgabe"],
  fr: ["Cette feuille contient un extrait de", "Le livre entier, avec ses notes :", "Édition"],
  ru: ["На этом листе — отрывок из книги", "Вся книга с примечаниями:", "Издание"],
};

export function miniEdition(
  book: Book,
  limit: number,
  theme: Theme,
  words: MiniWords,
  set: (chapter: Chapter) => Setting,
  shape: Shape,
): Mini {
  const report: string[] = [];
  const excerptPages = limit - 4;
  const sections = [
    secondPage(book, set, report),
    excerpt(book, excerptPages, set, report),
    mainTerms(book, words, set, report),
    findTheWhole(book, words, set, report),
  ];
  const settings = sections.filter((each) => each !== null);
  const pages: Page[] = [titlePage(book, theme, shape)];
  for (const [at, section] of sections.entries()) {
    const room = at === 1 ? excerptPages : 1;
    for (let body = 0; body < room; body += 1) {
      const shown = section !== null && body < section.bodies.length;
      pages.push(textPage(theme, pages.length, shown ? { setting: settings.indexOf(section), body } : null, shape));
    }
  }
  return { bound: { theme, settings, pages, outline: [], pageOf: new Map() }, report };
}

// ---------------------------------------------------------------------------------------------------- pages

function emptyPage({ page: { width, height } }: Theme, index: number): Page {
  const side = index % 2 === 0 ? "recto" : "verso";
  return { index, folio: "", numbering: "arabic", side, width, height, body: null, furniture: [], words: [] };
}

function titlePage({ meta }: Book, theme: Theme, shape: Shape): Page {
  const { width, height } = theme.page;
  const pen = new Sketch(shape, theme.faces.display);
  const measure = width - theme.margins.inner - theme.margins.outer;
  const large = width / 10;
  let y = height * 0.16;
  for (const { name, role } of meta.people) {
    if (role !== "author") continue;
    y = pen.centred(width / 2, y, name, { size: large * 0.5, leading: large * 0.66, width: measure });
  }
  y = Math.max(y + large, height * 0.36);
  y = pen.centred(width / 2, y, meta.title, { size: large, leading: large * 1.15, width: measure });
  if (meta.subtitle) {
    pen.centred(width / 2, y, meta.subtitle, {
      size: large * 0.48,
      leading: large * 0.62,
      width: measure,
      italic: true,
    });
  }
  return { ...emptyPage(theme, 0), furniture: pen.marks, words: pen.words };
}

function textPage(theme: Theme, index: number, shown: { setting: number; body: number } | null, shape: Shape): Page {
  const page = emptyPage(theme, index);
  if (shown === null) return page;
  const { inner, outer, top, bottom } = theme.margins;
  const folio = String(index + 1);
  const pen = new Sketch(shape, theme.faces.text);
  pen.text(page.width / 2, page.height - bottom * 0.42, folio, { size: theme.folio.size, anchor: "middle" });
  const x = page.side === "recto" ? inner : outer;
  return { ...page, folio, body: { ...shown, x, y: top }, furniture: pen.marks, words: pen.words };
}

// ---------------------------------------------------------------------------------------------------- sections

function section(book: Book, id: string, title: string, blocks: readonly Block[]): Chapter {
  const span = { file: "book.yaml", start: 0, end: 0 };
  return {
    id: `mini-${id}`,
    file: span.file,
    role: "chapter",
    title: title === "" ? [] : [{ type: "text", text: title }],
    subtitle: null,
    author: null,
    translator: null,
    year: null,
    source: null,
    lang: book.meta.lang,
    blocks,
    notes: [],
  };
}

const SPAN = { file: "book.yaml", start: 0, end: 0 };

function paragraph(id: string, text: string): Paragraph {
  return { type: "paragraph", id, span: SPAN, lang: null, children: [{ type: "text", text }] };
}

function secondPage(book: Book, set: (chapter: Chapter) => Setting, report: string[]): Setting | null {
  const found = epigraphOf(book);
  const blocks = found ?? (book.meta.description ? [paragraph("mini-description", book.meta.description)] : null);
  if (blocks === null) return null;
  return shortened(book, "epigraph", "", blocks, 1, found ? "epigraph" : "description", set, report);
}

function epigraphOf(book: Book): Quote[] | null {
  for (const { blocks } of book.chapters) {
    for (const block of everyBlock(blocks)) {
      if (block.type === "quote" && block.role === "epigraph") {
        const attribution = block.attribution && bare(block.attribution);
        return [{ ...block, blocks: block.blocks.map(bareBlock).filter((each) => each !== null), attribution }];
      }
    }
  }
  return null;
}

/** From the beginning of the first chapter proper. */
function excerpt(book: Book, pages: number, set: (chapter: Chapter) => Setting, report: string[]): Setting | null {
  const chapter = book.chapters.find(({ role }) => role === "chapter") ?? book.chapters[0];
  if (!chapter) return null;
  const blocks = chapter.blocks.map(bareBlock).filter((each) => each !== null);
  const title = plainText(bare(chapter.title));
  return shortened(book, "excerpt", title, blocks, pages, `excerpt from “${title}”`, set, report);
}

/** As many whole sentences as the pages hold. */
function shortened(
  book: Book,
  id: string,
  title: string,
  blocks: readonly Block[],
  pages: number,
  what: string,
  set: (chapter: Chapter) => Setting,
  report: string[],
): Setting | null {
  const ends = sentenceEnds(blocks, book.meta.lang);
  const make = (count: number) => set(section(book, id, title, upTo(blocks, ends, count)));
  const whole = ends.length;
  const fits = longest(whole, (count) => make(count).bodies.length <= pages);
  const [all, kept] = [countWords(blocks), countWords(upTo(blocks, ends, fits))];
  if (fits === 0) {
    report.push(`${what}: its first sentence is too long for ${pages === 1 ? "a page" : `${pages} pages`}; left out`);
    return null;
  }
  if (fits < whole) {
    const text = plainTextOfBlocks(upTo(blocks, ends, fits)).trim();
    report.push(`${what}: ${kept} of ${all} words, up to “…${text.slice(-40)}”`);
  }
  return make(fits);
}

function mainTerms(book: Book, words: MiniWords, set: (chapter: Chapter) => Setting, report: string[]): Setting | null {
  const ranked = [...book.glossary].sort((a, b) => b.occurrences.length - a.occurrences.length);
  const make = (count: number): Setting => {
    const chosen = new Set(ranked.slice(0, count));
    const items = book.glossary
      .filter((entry) => chosen.has(entry))
      .map(({ id, term, definition }) => ({
        id: `mini-${id}`,
        term: [{ type: "text", text: term }] as const,
        bodies: [
          definition
            .slice(0, 1)
            .map(bareBlock)
            .filter((each) => each !== null),
        ],
      }));
    const list: Definitions = { type: "definitions", id: "mini-terms", span: SPAN, lang: null, items };
    return set(section(book, "terms", words.terms, [list]));
  };
  const fits = longest(Math.min(ranked.length, 40), (count) => make(count).bodies.length <= 1);
  if (fits === 0) return null;
  if (fits < ranked.length) {
    report.push(`glossary: ${fits} of ${ranked.length} terms; first left out: ${ranked[fits]!.term}`);
  }
  return make(fits);
}

function findTheWhole(book: Book, words: MiniWords, set: (chapter: Chapter) => Setting, report: string[]): Setting {
  const { title, publisher, identifier, rights, edition } = book.meta;
  const lines = [
    `${words.excerptFrom} ${title}.`,
    `${words.whole} ${[publisher, identifier.replace(/^urn:(uuid|isbn):/, (_, kind: string) => (kind === "isbn" ? "ISBN " : ""))].filter(Boolean).join(", ")}`,
    ...(rights ? [rights] : []),
    `${words.edition} ${edition}`,
  ];
  const blocks = lines.map((line, at) => paragraph(`mini-whole-${at}`, line));
  for (let count = blocks.length; count > 1; count -= 1) {
    const made = set(section(book, "whole", "", blocks.slice(0, count)));
    if (made.bodies.length <= 1) return made;
    report.push(`last page: left out “${lines[count - 1]!}”`);
  }
  return set(section(book, "whole", "", blocks.slice(0, 1)));
}

/** The largest count up to `most` that fits, by halving: what fits grows with nothing. */
function longest(most: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const countWords = (blocks: readonly Block[]): number => plainTextOfBlocks(blocks).split(/\s+/u).filter(Boolean).length;

// ---------------------------------------------------------------------------------------------------- sentences

/** The end of a sentence: a block, and an offset into its plain text; null: the whole block. */
interface End {
  readonly block: number;
  readonly offset: number | null;
}

/** Enough for sixteen pages of the smallest type. */
const MOST_SENTENCES = 400;

function sentenceEnds(blocks: readonly Block[], lang: string): End[] {
  const ends: End[] = [];
  for (const [at, block] of blocks.entries()) {
    if (ends.length >= MOST_SENTENCES) break;
    if (block.type === "heading" || block.type === "rule") continue;
    if (block.type === "paragraph") {
      const text = plainText(block.children);
      for (const offset of endsIn(text, lang)) ends.push({ block: at, offset });
    }
    ends.push({ block: at, offset: null });
  }
  return ends;
}

/** Inside a text, behind its last sentence not counted. A stop behind an initial or a very short word ends nothing. */
function endsIn(text: string, lang: string): number[] {
  const segments = [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)];
  return segments
    .slice(0, -1)
    .map(({ index, segment }) => ({ stop: index + segment.trimEnd().length, end: segment.trimEnd() }))
    .filter(({ end }) => /[.!?…]["'”’»)\]]*$/u.test(end) && !/(?:^|[\s(])\p{L}{1,2}\.$/u.test(end))
    .map(({ stop }) => stop);
}

function upTo(blocks: readonly Block[], ends: readonly End[], count: number): Block[] {
  const end = ends[count - 1];
  if (!end) return [];
  return blocks.slice(0, end.block + 1).map((block, at) => {
    if (at !== end.block || end.offset === null || block.type !== "paragraph") return block;
    return { ...block, children: cut(block.children, { left: end.offset }) };
  });
}

/** The first `budget.left` characters, styles kept. */
function cut(inlines: readonly Inline[], budget: { left: number }): Inline[] {
  const kept: Inline[] = [];
  for (const inline of inlines) {
    if (budget.left <= 0) break;
    if (inline.type === "text") {
      kept.push({ ...inline, text: inline.text.slice(0, budget.left) });
      budget.left -= inline.text.length;
    } else if ("children" in inline) {
      kept.push({ ...inline, children: cut(inline.children, budget) } as Inline);
    } else {
      budget.left -= plainText([inline]).length;
      kept.push(inline);
    }
  }
  return kept;
}

// ---------------------------------------------------------------------------------------------------- without apparatus

/** A block without note calls and links; figures, tables and code are left out of an excerpt. */
function bareBlock(block: Block): Block | null {
  switch (block.type) {
    case "heading":
    case "paragraph":
      return { ...block, id: `mini-${block.id}`, children: bare(block.children) };
    case "quote":
      return {
        ...block,
        id: `mini-${block.id}`,
        blocks: block.blocks.map(bareBlock).filter((each) => each !== null),
        attribution: block.attribution && bare(block.attribution),
      };
    case "verse":
      return {
        ...block,
        id: `mini-${block.id}`,
        stanzas: block.stanzas.map((lines) => lines.map((line) => ({ ...line, children: bare(line.children) }))),
      };
    case "list":
      return {
        ...block,
        id: `mini-${block.id}`,
        items: block.items.map((item) => ({
          ...item,
          id: `mini-${item.id}`,
          blocks: item.blocks.map(bareBlock).filter((each) => each !== null),
        })),
      };
    case "rule":
      return block;
    default:
      return null;
  }
}

function bare(inlines: readonly Inline[]): Inline[] {
  return inlines.flatMap((inline): Inline[] => {
    switch (inline.type) {
      case "note_ref":
      case "lost_note_ref":
        return [];
      case "link":
      case "cross_ref":
      case "term_ref":
      case "index_mark":
        return bare(inline.children);
      case "text":
      case "line_break":
        return [inline];
      default:
        return [{ ...inline, children: bare(inline.children) }];
    }
  });
}
