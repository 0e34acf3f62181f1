import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, Book, Chapter, Inline } from "../book.ts";
import type { Bound, Mark, Setting, Shape, ShapedWord, Theme } from "../page.ts";
import { plainText, plainTextOfBlocks } from "../walk.ts";
import { bind } from "./bind.ts";
import { textBlock } from "./front.ts";
import { labelsFor } from "./labels.ts";
import { timeline } from "./timeline.ts";

function word(text: string): ShapedWord {
  const letters = [...text];
  return {
    face: "mono",
    glyphs: letters.map((letter) => letter.codePointAt(0)!),
    advances: letters.map(() => 500),
    offsets: null,
    unicode: letters,
    width: letters.length * 500,
  };
}

/** A face whose letters and blanks are all half an em wide. */
const shape: Shape = (text) => {
  const words = text.split(" ").map(word);
  return { words, gaps: words.map((_, i) => (i + 1 < words.length ? 500 : -1)), width: text.length * 500 };
};

const theme: Theme = {
  name: "test",
  page: { name: "A6", width: 300, height: 420 },
  margins: { inner: 40, outer: 50, top: 50, bottom: 60 },
  faces: { text: "mono", display: "mono" },
  text: { size: 10, leading: 12 },
  quote: { size: 10, leading: 12 },
  note: { size: 8, leading: 10 },
  verse: { size: 10, leading: 12 },
  caption: { size: 9, leading: 12 },
  glossary: { size: 9, leading: 11 },
  indent: 1,
  quoteIndent: 1,
  align: "justify",
  chapter: {
    opening: "recto",
    sink: 3,
    titleSize: 14,
    titleStyle: "roman",
    titleAlign: "centre",
    firstLine: "plain",
    dropCapLines: 2,
  },
  headings: [],
  heads: { left: "author", right: "chapter", style: "italic", size: 9, distance: 2, rule: false },
  folio: { place: "head-outer", size: 9 },
  notes: { ruleWidth: 40, ruleWeight: 0.4, runIn: false },
  sectionBreak: "*",
  contents: { leaders: true },
  front: { halfTitle: true, titlePage: true, imprint: true, contents: true },
  back: { glossary: true, timeline: true, index: true, colophon: true },
  hyphenation: { leftMin: 2, rightMin: 3, maxRun: 2 },
  blanks: null,
  expansion: 0,
  protrusion: false,
  colour: { text: 0, accent: 0 },
};

const NOWHERE = { file: "", start: 0, end: 0 };
const text = (words: string): Inline => ({ type: "text", text: words });
const paragraph = (id: string, ...children: Inline[]): Block => ({
  type: "paragraph",
  id,
  span: NOWHERE,
  lang: null,
  children,
});

function chapter(id: string, title: string, role: Chapter["role"], blocks: readonly Block[]): Chapter {
  const rest = { subtitle: null, author: null, translator: null, year: null, source: null, lang: "en", notes: [] };
  return { id, file: `${id}.md`, role, title: [text(title)], blocks, ...rest };
}

/** Sets a chapter with one block on each page. */
function set(each: Chapter): Setting {
  const words: ShapedWord[] = [];
  const blocks = each.blocks.length > 0 ? each.blocks : [paragraph(`${each.id}-p`, text("-"))];
  const bodies = blocks.map((block) => {
    const plain = plainTextOfBlocks([block]).replaceAll("\n", " ").trim();
    const indices = plain.split(" ").map((part) => words.push(word(part)) - 1);
    const marks: Mark[] = [{ type: "anchor", id: block.id, x: 0, y: 0 }];
    if (block.type === "definitions")
      for (const item of block.items) marks.push({ type: "anchor", id: item.id, x: 0, y: 0 });
    marks.push({
      type: "text",
      x: 0,
      y: 7,
      size: 10,
      stretch: 1,
      colour: 0,
      words: indices,
      gaps: indices.map((_, i) => (i + 1 < indices.length ? 5 : -1)),
      node: -1,
    });
    const line = { block: block.id, kind: "text" as const, text: plain, y: 7, offset: 0, ratio: 0, hyphenated: false };
    return { marks, depth: 7, lines: [line], notes: [] };
  });
  const outline = each.blocks.flatMap((block) =>
    block.type === "heading" ? [{ level: block.level, title: plainText(block.children), id: block.id }] : [],
  );
  return {
    chapter: each.id,
    role: each.role,
    title: plainText(each.title),
    author: each.author,
    lang: "en",
    words,
    structure: [],
    bodies,
    outline,
  };
}

const heading = (id: string, level: number, title: string): Block => {
  return { type: "heading", id, level, span: NOWHERE, lang: null, children: [text(title)] };
};

const chapters = [
  chapter("preface", "Preface", "preface", [paragraph("pre-1", text("Why"))]),
  chapter("march", "March", "chapter", [
    paragraph("m1", text("ice")),
    heading("m-a", 2, "Thaw"),
    heading("m-b", 3, "Flood"),
    paragraph("m2", text("the duma met")),
  ]),
  chapter("april", "April", "chapter", [paragraph("a1", text("rain"))]),
];

const book: Book = {
  name: "winter",
  meta: {
    title: "The Long Winter",
    subtitle: null,
    people: [
      { name: "Ada Example", fileAs: "Example, Ada", role: "author" },
      { name: "Bo Sample", fileAs: "Sample, Bo", role: "editor" },
    ],
    lang: "en",
    identifier: "urn:isbn:9780000000000",
    date: "2024-05-01T00:00:00Z",
    rights: null,
    publisher: "Harbour Press",
    description: null,
    series: null,
    subjects: [],
    colophon: [],
    edition: "1a2b3c4d",
  },
  parts: [
    { title: null, id: "part-0", chapters: ["preface"] },
    { title: "The thaw", id: "part-1", chapters: ["march", "april"] },
  ],
  chapters,
  glossary: [
    {
      id: "term-duma",
      term: "Duma",
      sort: "duma",
      aliases: [],
      kind: "organ",
      dates: "1906–1917",
      definition: [paragraph("d", text("A parliament."))],
      see: [],
      occurrences: [{ chapter: "march", id: "m2" }],
      span: NOWHERE,
    },
  ],
  timeline: [
    {
      id: "event-1917-duma",
      date: { edtf: "1917-03-12", first: -19288, last: -19288, text: "12 March 1917", machine: null, uncertain: false },
      oldStyle: "27 February",
      event: [text("The Duma stays")],
      evidence: [text("A letter")],
      terms: [],
      passages: ["m2"],
      background: false,
      span: NOWHERE,
    },
  ],
  index: [{ heading: "Duma", sort: "duma", places: ["m1", "m-a", "m-b", "a1"], children: [] }],
  images: [],
  cover: null,
  coverMono: null,
};

function bound(over: Partial<Theme> = {}, more: Partial<Parameters<typeof bind>[0]> = {}): Bound {
  return bind({ book, theme: { ...theme, ...over }, settings: chapters.map(set), set, shape, ...more });
}

/** What stands where: folio and side, the head's and foot's words, then those of the body. */
function dump({ pages, settings }: Bound): string[] {
  const wordsOf = (marks: readonly Mark[], words: readonly ShapedWord[]) =>
    marks.flatMap((mark) =>
      mark.type === "text" ? [mark.words.map((i) => words[i]!.unicode.join("")).join(" ")] : [],
    );
  return pages.map((page) => {
    const setting = page.body && settings[page.body.setting]!;
    const body = setting ? wordsOf(setting.bodies[page.body!.body]!.marks, setting.words).join(" / ") : "";
    return `${page.side} ${page.folio} [${wordsOf(page.furniture, page.words).join(" | ")}] ${body.replace(/( \/ \.)+/g, " …")}`.trim();
  });
}

test("a book with all its parts, page by page", () => {
  assert.deepEqual(dump(bound()), [
    "recto i [] The Long Winter",
    "verso ii []",
    "recto iii [] Ada Example / The Long Winter / Edited by Bo Sample / Harbour Press / 2024",
    "verso iv [] The Long Winter by Ada Example / Edited by Bo Sample / Harbour Press, 2024 / ISBN 9780000000000 / Edition 1a2b3c4d",
    "recto v [v] Contents / Preface … / vii / The thaw / 1 / March … / 3 / April … / 7 / Glossary … / 9 / Timeline … / 11 / Index … / 13 / Colophon … / 15",
    "verso vi []",
    "recto vii [vii] Why",
    "verso viii []",
    "recto 1 [] The thaw",
    "verso 2 []",
    "recto 3 [3] ice",
    "verso 4 [4 | Ada Example] Thaw",
    "recto 5 [5 | March] Flood",
    "verso 6 [6 | Ada Example] the duma met",
    "recto 7 [7] rain",
    "verso 8 []",
    "recto 9 [9] Duma (1906–1917) A parliament. (p.\u00a06)",
    "verso 10 []",
    "recto 11 [11] Timeline / 12 March 1917 / 27 February / Old Style / The Duma stays / (p. / 6 / ) / A letter",
    "verso 12 []",
    "recto 13 [13] Index / Duma / , / 3–5 / , / 7",
    "verso 14 []",
    "recto 15 [15] Set in Mono, 10/12, by Samizdat. Edition 1a2b3c4d.",
  ]);
});

test("a zine counts its pages from the first, and leaves out what its theme does", () => {
  const zine: Partial<Theme> = {
    chapter: { ...theme.chapter, opening: "any" },
    front: { halfTitle: false, titlePage: true, imprint: false, contents: true },
    back: { glossary: false, timeline: false, index: false, colophon: false },
    folio: { place: "foot-centre", size: 9 },
  };
  const pages = dump(bound(zine));
  assert.deepEqual(
    pages.map((line) => line.split(" ")[1]),
    ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
  );
  assert.match(
    pages[1]!,
    /^verso 2 \[2\] Contents \/ Preface … \/ 3 \/ The thaw \/ 4 \/ March … \/ 5 \/ April … \/ 9$/,
  );
  assert.equal(pages[6], "recto 7 [7 | March] Flood");
});

test("the outline nests chapters in their part and headings in their chapter", () => {
  const lines: string[] = [];
  const walk = (items: Bound["outline"], depth: number) => {
    for (const item of items) {
      lines.push(`${"  ".repeat(depth)}${item.title} ${item.target}`);
      walk(item.children, depth + 1);
    }
  };
  const { outline, pageOf } = bound();
  walk(outline, 0);
  assert.deepEqual(lines.slice(0, 7), [
    "Contents contents",
    "Preface preface",
    "The thaw part-1",
    "  March march",
    "    Thaw m-a",
    "      Flood m-b",
    "  April april",
  ]);
  assert.equal(pageOf.get("term-duma"), 16);
  assert.equal(pageOf.get("event-1917-duma"), 18);
});

test("notes at the back stand under their chapters' titles", () => {
  const note = {
    id: "march-note-1",
    label: "1",
    mark: "1",
    by: "author" as const,
    blocks: [paragraph("n1", text("A source."))],
    span: NOWHERE,
    calls: ["march-note-1-call"],
    refersTo: null,
  };
  const noted = chapters.map((each) => (each.id === "march" ? { ...each, notes: [note] } : each));
  const pages = dump(bound({}, { book: { ...book, chapters: noted }, notes: "end" }));
  const at = pages.findIndex((line) => line.startsWith("recto 9"));
  assert.match(pages[at]!, /March/);
  assert.match(pages[at + 1]!, /verso 10 \[10 \| Notes\].*A source\./);
});

test("a book that gives no date has none printed", () => {
  const undated = { ...book, meta: { ...book.meta, undated: true as const, date: "2000-01-01T00:00:00Z" } };
  assert.doesNotMatch(dump(bound({}, { book: undated })).join("\n"), /2000/);
});

test("every page of the timeline's list but the last is filled to its foot, with even white between events", () => {
  const what = [{ type: "text" as const, text: "The boats came in with the tide and were made fast." }];
  const events = Array.from({ length: 40 }, (_, i) => ({
    ...book.timeline[0]!,
    id: `event-${i}`,
    event: i % 3 === 0 ? [text("The Duma stays")] : what,
  }));
  const listed = { ...theme, back: { ...theme.back, chart: false } };
  const press = { theme: listed, block: textBlock(listed), shape, labels: labelsFor("en"), meta: book.meta };
  const { bodies } = timeline(press, events, () => null, "timeline");
  assert.ok(bodies.length > 2);
  for (const body of bodies.slice(0, -1)) {
    const lines = body.marks.flatMap((mark) => (mark.type === "text" ? [mark.y] : []));
    assert.ok(Math.abs(Math.max(...lines) - press.block.last) < 0.01, `${Math.max(...lines)}`);
  }
});
