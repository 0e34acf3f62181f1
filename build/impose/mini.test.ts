import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, Book, Chapter, GlossaryEntry, Inline, Paragraph } from "../book.ts";
import type { Setting, Shape, Theme } from "../page.ts";
import { plainTextOfBlocks } from "../walk.ts";
import { miniEdition, miniWords } from "./mini.ts";

const span = { file: "test.md", start: 0, end: 0 };
const text = (words: string): Inline => ({ type: "text", text: words });
const paragraph = (id: string, ...children: Inline[]): Paragraph => ({
  type: "paragraph",
  id,
  span,
  lang: null,
  children,
});
const call: Inline = { type: "note_ref", note: "n1", id: "n1-call", mark: "1", by: "author" };

const theme = {
  page: { name: "mini", width: 198, height: 297 },
  margins: { inner: 20, outer: 20, top: 20, bottom: 30 },
  faces: { text: "text", display: "text" },
  folio: { place: "foot-centre", size: 7 },
} as Theme;
const shape: Shape = () => ({ words: [], gaps: [], width: 0 });

/** A page holds a hundred characters. */
const setChapters: Chapter[] = [];
function set(chapter: Chapter): Setting {
  setChapters.push(chapter);
  const pages = Math.ceil(Math.max(1, plainTextOfBlocks(chapter.blocks).trim().length) / 100);
  const bodies = Array.from({ length: pages }, () => ({ marks: [], depth: 0, lines: [], notes: [] }));
  return { chapter: chapter.id, title: "", bodies } as unknown as Setting;
}

const term = (name: string, uses: number): GlossaryEntry => ({
  id: `term-${name}`,
  term: name,
  sort: name,
  aliases: [],
  kind: "term",
  dates: null,
  definition: [paragraph(`d-${name}`, text(`What ${name} means, in some thirty letters.`))],
  see: [],
  occurrences: Array.from({ length: uses }, (_, at) => ({ chapter: "one", id: `${name}-${at}` })),
  span,
});

function book(blocks: readonly Block[], glossary: readonly GlossaryEntry[] = []): Book {
  const chapter = { id: "one", file: "test.md", role: "chapter", title: [text("One")], lang: "en", blocks, notes: [] };
  const meta = { title: "A Book", subtitle: null, people: [], lang: "en", identifier: "urn:test", edition: "00000000" };
  return {
    name: "test",
    meta: { ...meta, description: null, rights: null, publisher: null },
    chapters: [chapter],
    glossary,
  } as unknown as Book;
}

function made(from: Book) {
  setChapters.length = 0;
  const { bound, report } = miniEdition(from, 8, theme, miniWords("en", "Glossary"), set, shape);
  const shown = bound.pages.map(({ body }) =>
    body ? bound.settings[body.setting]!.chapter.replace("mini-", "") : "–",
  );
  return { pages: shown.join(" "), report };
}

/** The blocks of the last setting of a section that fitted. */
const lastFitting = (id: string, pages: number): string => {
  const fitting = setChapters.filter((each) => each.id === id && set(each).bodies.length <= pages);
  return plainTextOfBlocks(fitting.at(-1)!.blocks).trim();
};

const SENTENCES = Array.from({ length: 30 }, (_, at) => `Sentence ${at + 1} has some words.`).join(" ");

test("eight pages: title, epigraph, four of excerpt, terms, where to find the whole", () => {
  const epigraph: Block = {
    type: "quote",
    role: "epigraph",
    id: "q",
    span,
    lang: null,
    blocks: [paragraph("e", text("Brief."))],
    attribution: null,
  };
  const { pages, report } = made(book([epigraph, paragraph("p", text(SENTENCES))], [term("a", 1)]));
  assert.equal(pages, "– epigraph excerpt excerpt excerpt excerpt terms whole");
  assert.match(report[0]!, /^excerpt from “One”: \d+ of 151 words, up to “….*words\.”$/);
});

test("the excerpt ends at a sentence, and is as long as its pages hold", () => {
  made(book([paragraph("p", text(SENTENCES))]));
  const excerpt = lastFitting("mini-excerpt", 4);
  assert.ok(excerpt.endsWith("words."));
  assert.ok(excerpt.length <= 400 && excerpt.length > 400 - 32, String(excerpt.length));
});

test("an initial ends no sentence, calls and links do not come along", () => {
  const link: Inline = { type: "link", href: "https://example.org", children: [text("linked")] };
  made(
    book([
      paragraph(
        "p",
        text(`${"x".repeat(350)} met J. Smith there`),
        call,
        text(" and "),
        link,
        text(". More followed then."),
      ),
    ]),
  );
  const excerpt = lastFitting("mini-excerpt", 4);
  assert.ok(!excerpt.endsWith("J."));
  assert.ok(!excerpt.includes("1"));
});

test("the terms met in most places come first, those left out are counted and the first is named", () => {
  const { report } = made(
    book([paragraph("p", text("Short."))], [term("rare", 1), term("common", 9), term("known", 4)]),
  );
  assert.deepEqual(report, ["glossary: 2 of 3 terms; first left out: rare"]);
});

test("without epigraph, description and glossary their pages stay empty", () => {
  assert.equal(made(book([paragraph("p", text("Short."))])).pages, "– – excerpt – – – – whole");
});
