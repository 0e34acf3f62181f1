// Small makers of model values for the tests of the EPUB, and one book that has a thing of every kind.

import { readdirSync, readFileSync } from "node:fs";
import type {
  Block,
  Book,
  Chapter,
  EdtfDate,
  GlossaryEntry,
  Inline,
  Note,
  NoteRef,
  NoteSeries,
  TimelineEvent,
} from "../book.ts";
import type { EpubImage, PageStart } from "../page.ts";
import type { EpubInput } from "./write.ts";

const SPAN = { file: "chapters/01-harbour.md", start: 0, end: 1 } as const;

export function text(words: string): Inline {
  return { type: "text", text: words };
}

export function emph(words: string): Inline {
  return { type: "emph", children: [text(words)] };
}

export function call(note: string, mark: string, n = 1, by: NoteSeries = "author"): NoteRef {
  return { type: "note_ref", note, id: `${note}-call${n === 1 ? "" : `-${n}`}`, mark, by };
}

export function paragraph(id: string, ...children: (Inline | string)[]): Block {
  const inlines = children.map((child) => (typeof child === "string" ? text(child) : child));
  return { type: "paragraph", id, span: SPAN, lang: null, children: inlines };
}

export function heading(id: string, level: number, words: string): Block {
  return { type: "heading", id, span: SPAN, lang: null, level, children: [text(words)] };
}

export function note(id: string, mark: string, blocks: readonly Block[], more: Partial<Note> = {}): Note {
  const label = id.slice(id.lastIndexOf("-") + 1);
  return { id, label, mark, by: "author", blocks, span: SPAN, calls: [`${id}-call`], refersTo: null, ...more };
}

export function chapter(id: string, title: string, blocks: readonly Block[], more: Partial<Chapter> = {}): Chapter {
  const none = { subtitle: null, author: null, translator: null, year: null, source: null };
  const base = { file: `chapters/${id}.md`, role: "chapter", lang: "en-GB", notes: [] } as const;
  return { ...base, ...none, id, title: [text(title)], blocks, ...more };
}

export function date(edtf: string, words: string, machine: string | null): EdtfDate {
  const first = Date.UTC(Number(edtf.slice(0, 4)), 0, 1) / 86_400_000;
  return { edtf, first, last: first, text: words, machine, uncertain: false };
}

export function event(id: string, when: EdtfDate, words: string, more: Partial<TimelineEvent> = {}): TimelineEvent {
  const none = { oldStyle: null, evidence: [], terms: [], passages: [], background: false, span: SPAN } as const;
  return { id, date: when, event: [text(words)], ...none, ...more };
}

export function term(word: string, definition: string, more: Partial<GlossaryEntry> = {}): GlossaryEntry {
  const id = `term-${word.toLowerCase()}`;
  const none = { aliases: [], kind: "term", dates: null, see: [], occurrences: [], span: SPAN } as const;
  return {
    id,
    term: word,
    sort: word.toLowerCase(),
    definition: [paragraph(`${id}-p1`, definition)],
    ...none,
    ...more,
  };
}

export function book(chapters: readonly Chapter[], more: Partial<Book> = {}): Book {
  const none = { glossary: [], timeline: [], index: [], images: [], cover: null, coverMono: null } as const;
  const parts = [{ title: null, id: "part-1", chapters: chapters.map((each) => each.id) }];
  return { name: "harbour", meta: META, parts, chapters, ...none, ...more };
}

const META: Book["meta"] = {
  title: "The Long Winter & After",
  subtitle: "Letters from the harbour",
  people: [
    { name: "Ada Example", fileAs: "Example, Ada", role: "author" },
    { name: "Bo Sample", fileAs: "Sample, Bo", role: "editor" },
  ],
  lang: "en-GB",
  identifier: "urn:uuid:6ba7b810-9dad-41d1-80b4-00c04fd430c8",
  date: "2024-05-01T00:00:00Z",
  rights: "CC BY 4.0",
  publisher: "Harbour Press",
  description: "Letters of a harbour town.",
  series: { title: "Harbour Papers", number: "3" },
  subjects: ["History"],
  colophon: [paragraph("colophon-p1", "Set and bound in the harbour.")],
  edition: "0a1b2c3d",
};

/** An SVG of one rectangle. */
export function picture(name: string): EpubImage {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 60"><rect width="40" height="60"/></svg>';
  return { name, mime: "image/svg+xml", bytes: new TextEncoder().encode(svg), width: 40, height: 60 };
}

/** A book with every block, inline, series of notes and part of the apparatus. */
export function everything(): Book {
  return book([preface(), harbour(), thaw()], {
    parts: [
      { title: null, id: "part-1", chapters: ["preface"] },
      { title: "The thaw", id: "part-the-thaw", chapters: ["harbour", "thaw"] },
    ],
    glossary: [
      term("Duma", "A parliament.", { see: ["term-zemstvo"] }),
      term("Zemstvo", "An elected council of a district.", {
        dates: "1864–1918",
        occurrences: [{ chapter: "harbour", id: "harbour-zemstvo" }],
      }),
    ],
    timeline: [
      event("event-1864-council", date("1864", "1864", "1864"), "The councils are founded.", { background: true }),
      event("event-1917-queue", date("1917-02-23", "8 March 1917", "1917-03-08"), "Queues for bread become a strike.", {
        oldStyle: "23 February",
        evidence: [emph("Harbour Log"), text(", p. 9")],
        terms: ["term-duma"],
        passages: ["harbour-march"],
      }),
    ],
    index: [
      {
        heading: "Bread",
        sort: "bread",
        places: ["harbour-bread"],
        children: [{ heading: "price of", sort: "price", places: ["harbour-bread"], children: [] }],
      },
    ],
    cover: "images/cover.svg",
  });
}

function preface(): Chapter {
  const blocks = [paragraph("preface-p1", "Whoever reads these letters should know the ice.")];
  return chapter("preface", "Before the letters", blocks, { role: "preface" });
}

function harbour(): Chapter {
  const blocks: Block[] = [
    {
      ...base("harbour-epigraph"),
      type: "quote",
      role: "epigraph",
      blocks: [paragraph("harbour-epigraph-p1", "Ice keeps what it takes.")],
      attribution: [text("— a pilot")],
    },
    paragraph(
      "harbour-p1",
      "The council, or ",
      zemstvoRef(),
      ", sat till dawn.",
      call("harbour-note-1", "1"),
      " Nobody slept & nobody spoke.",
    ),
    heading("harbour-march", 2, "March"),
    paragraph(
      "harbour-p2",
      "They called it ",
      { type: "lang", lang: "ru-Latn", children: [emph("mir")] },
      ", and bread",
      breadMark(),
      " rose.",
      call("harbour-note-2", "2"),
      " Once more the same.",
      call("harbour-note-1", "1", 2),
    ),
    {
      ...base("harbour-verse"),
      type: "verse",
      stanzas: [[line(0, "Grey is the morning,"), line(1, "grey is the tide,")], [line(0, "slow is the warning.")]],
    },
    { ...base("harbour-rule"), type: "rule" },
    {
      ...base("harbour-quote"),
      type: "quote",
      role: "quote",
      blocks: [paragraph("harbour-quote-p1", "No ship came in.")],
      attribution: [text("— harbour master")],
    },
    list("harbour-list", true, ["1.", "2."], ["Rope", "Tar"]),
    list("harbour-letters", true, ["i)", "ii)"], ["Oakum", "Pitch"]),
    list("harbour-dots", false, ["•", "•"], ["Salt", "Rye"]),
    {
      ...base("harbour-dl"),
      type: "definitions",
      items: [
        { id: "harbour-dl-1", term: [text("Quay")], bodies: [[paragraph("harbour-dl-1-p1", "Where ships lie.")]] },
      ],
    },
    {
      ...base("harbour-map"),
      type: "figure",
      image: "images/map.svg",
      alt: "A map of the harbour",
      caption: [text("The harbour in "), emph("winter")],
      description: [paragraph("harbour-map-d1", "The quay runs from west to east.")],
      width: "text",
    },
    {
      ...base("harbour-table"),
      type: "table",
      align: ["left", "right"],
      head: [[text("Good")], [text("Price")]],
      rows: [
        [[text("Rye")], [text("12")]],
        [[text("Salt")], [text("7")]],
      ],
    },
    { ...base("harbour-pre"), type: "preformatted", text: "a < b\n\tc & d" },
    { ...base("harbour-signature"), type: "signature", lines: [[text("A. E.")], [text("On the quay, 1917")]] },
  ];
  const notes = [
    note("harbour-note-1", "1", [paragraph("harbour-note-1-p1", "Log of the council, ", emph("Minutes"), ", p. 3.")], {
      calls: ["harbour-note-1-call", "harbour-note-1-call-2"],
    }),
    note("harbour-note-2", "2", [paragraph("harbour-note-2-p1", "Ibid., p. 4.")], { refersTo: "harbour-note-1" }),
  ];
  return chapter("harbour", "The harbour", blocks, {
    notes,
    subtitle: "In ice",
    author: "Ada Example",
    year: "1917",
    source: "Harbour archive, box 2",
  });
}

function thaw(): Chapter {
  const blocks: Block[] = [
    paragraph(
      "thaw-p1",
      "See ",
      { type: "cross_ref", target: "harbour-march", form: "page", children: [text("March")] },
      " and ",
      { type: "link", href: "https://example.org/ice?a=1&b=2", children: [text("the ice tables")] },
      ".",
      call("thaw-note-ed-1", "a", 1, "editor"),
    ),
    paragraph(
      "thaw-p2",
      "H",
      { type: "inferior", children: [text("2")] },
      "O and 1",
      { type: "superior", children: [text("st")] },
      " of May,",
      { type: "line_break" },
      { type: "small_caps", children: [text("Anno")] },
      " ",
      { type: "strong", children: [text("1917")] },
      " ",
      { type: "code", children: [text("x<y")] },
      { type: "lost_note_ref", mark: "12" },
      ".",
      call("thaw-note-tr-1", "*", 1, "translator"),
    ),
  ];
  const notes = [
    note(
      "thaw-note-ed-1",
      "a",
      [paragraph("thaw-note-ed-1-p1", "Tables are the editor’s."), paragraph("thaw-note-ed-1-p2", "Two paragraphs.")],
      { by: "editor" },
    ),
    note(
      "thaw-note-tr-1",
      "*",
      [
        {
          ...base("thaw-note-tr-1-q"),
          type: "quote",
          role: "quote",
          blocks: [paragraph("thaw-note-tr-1-q-p", "A note of one quotation.")],
          attribution: null,
        },
      ],
      { by: "translator" },
    ),
  ];
  return chapter("thaw", "Thaw", blocks, { notes, lang: "en-US", translator: "Cy Model" });
}

function base(id: string): { id: string; span: typeof SPAN; lang: null } {
  return { id, span: SPAN, lang: null };
}

function zemstvoRef(): Inline {
  return { type: "term_ref", term: "term-zemstvo", id: "harbour-zemstvo", children: [text("zemstvo")] };
}

function breadMark(): Inline {
  return { type: "index_mark", entry: "Bread", id: "harbour-bread", children: [] };
}

function line(indent: number, words: string): { indent: number; children: Inline[] } {
  return { indent, children: [text(words)] };
}

function list(id: string, ordered: boolean, labels: readonly string[], items: readonly string[]): Block {
  const made = items.map((words, i) => ({
    id: `${id}-${i + 1}`,
    label: labels[i]!,
    blocks: [paragraph(`${id}-${i + 1}-p`, words)],
  }));
  return { ...base(id), type: "list", ordered, tight: true, items: made };
}

export function pages(): PageStart[] {
  return [
    { id: "page-v", label: "v", chapter: "preface", block: "preface", offset: 0 },
    { id: "page-1", label: "1", chapter: "harbour", block: "harbour", offset: 0 },
    { id: "page-2", label: "2", chapter: "harbour", block: "harbour-p1", offset: 39 },
    { id: "page-3", label: "3", chapter: "thaw", block: "thaw-p1", offset: 0 },
  ];
}

export function templates(): ReadonlyMap<string, string> {
  const folder = new URL("../../templates/epub/", import.meta.url);
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
}

export function inputFor(made: Book, more: Partial<EpubInput> = {}): EpubInput {
  const images = new Map([
    ["images/cover.svg", picture("cover.svg")],
    ["images/map.svg", picture("map.svg")],
  ]);
  const none = { fonts: null, pageList: null, timelineSvgs: [], variant: "epub", printSource: null } as const;
  return { book: made, templates: templates(), images, ...none, ...more };
}
