// How much processor time the EPUB takes: a book of 550,000 generated words with 3,300 notes, its tenth, and the books of
// folders that are given. Times are user and system seconds of this process, without start-up.
//   npm run bench:epub [-- DIR …]

import type { Block, Book, Chapter, Inline, Note } from "../build/book.ts";
import { type EpubInput, writeEpub } from "../build/epub/write.ts";
import type { PageStart } from "../build/page.ts";
import { inspectEpub } from "../build/verify/epub.ts";
import { epubFonts } from "../build/workshop.ts";
import { openBook } from "./books.ts";
import { workshop } from "./supplies.ts";

const WORDS = 550_000;
const NOTES = 3300;
const NOTE_WORDS = 30;
const PARAGRAPH = 110;
const CHAPTERS = 60;
const WORDS_A_PAGE = 360;
const SPAN = { file: "generated.md", start: 0, end: 0 } as const;

/** The same numbers on every run: x' = 48271·x mod (2³¹ − 1), Park and Miller, CACM 31/10 (1988). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const SYLLABLES = "ba le ri no su ta ke mi lo du fa ge hi po ru sta bre kli mon den ver sol ma zi qu".split(" ");

function wordMaker(next: (below: number) => number): () => string {
  const lexicon = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 1 + next(4) }, () => SYLLABLES[next(SYLLABLES.length)]!).join(""),
  );
  // Few words are said often, many seldom.
  return () => lexicon[Math.floor((next(1000) / 1000) ** 3 * next(lexicon.length))]!;
}

function generated(words: number, notes: number): { readonly book: Book; readonly pages: readonly PageStart[] } {
  const next = generator(20_240_501);
  const word = wordMaker(next);
  const sentence = (length: number): string => `${Array.from({ length }, word).join(" ")}.`;
  const chapters: Chapter[] = [];
  const pages: PageStart[] = [];
  const perChapter = Math.round((words - notes * NOTE_WORDS) / CHAPTERS);
  let pageWords = 0;
  for (let c = 1; c <= CHAPTERS; c += 1) {
    const id = `chapter-${c}`;
    const blocks: Block[] = [];
    const made: Note[] = [];
    const count = Math.round(perChapter / PARAGRAPH);
    const due = Math.round((notes * c) / CHAPTERS) - Math.round((notes * (c - 1)) / CHAPTERS);
    for (let p = 0; p < count; p += 1) {
      const children: Inline[] = [];
      for (let s = 0; s < 5; s += 1) {
        children.push({ type: "text", text: `${s > 0 ? " " : ""}${sentence(PARAGRAPH / 5 - 2)}` });
        children.push({ type: "emph", children: [{ type: "text", text: ` ${word()} ${word()}` }] });
        if (made.length < (due * (p * 5 + s + 1)) / (count * 5)) {
          const mark = String(made.length + 1);
          const note = `${id}-note-${mark}`;
          children.push({ type: "note_ref", note, id: `${note}-call`, mark, by: "author" });
          const text: Inline = { type: "text", text: sentence(NOTE_WORDS) };
          const body: Block = { type: "paragraph", id: `${note}-p`, span: SPAN, lang: null, children: [text] };
          made.push({
            id: note,
            label: mark,
            mark,
            by: "author",
            blocks: [body],
            span: SPAN,
            calls: [`${note}-call`],
            refersTo: null,
          });
        }
      }
      const block = `${id}-p${p}`;
      blocks.push({ type: "paragraph", id: block, span: SPAN, lang: null, children });
      pageWords += PARAGRAPH;
      if (pageWords < WORDS_A_PAGE) continue;
      pageWords -= WORDS_A_PAGE;
      const label = String(pages.length + 1);
      pages.push({ id: `page-${label}`, label, chapter: id, block, offset: 40 + next(400) });
    }
    chapters.push({
      id,
      file: `${id}.md`,
      role: "chapter",
      title: [{ type: "text", text: sentence(4) }],
      subtitle: null,
      author: null,
      translator: null,
      year: null,
      source: null,
      lang: "en-GB",
      blocks,
      notes: made,
    });
  }
  return { book: bound(chapters), pages };
}

function bound(chapters: readonly Chapter[]): Book {
  const meta: Book["meta"] = {
    title: "Generated words",
    subtitle: null,
    people: [],
    lang: "en-GB",
    identifier: "urn:uuid:00000000-0000-4000-8000-000000000000",
    date: "2024-05-01T00:00:00Z",
    rights: null,
    publisher: null,
    description: null,
    series: null,
    subjects: [],
    colophon: [],
    edition: "00000000",
  };
  const parts = [{ title: null, id: "part-1", chapters: chapters.map((chapter) => chapter.id) }];
  const none = { glossary: [], timeline: [], index: [], images: [], cover: null, coverMono: null };
  return { name: "generated", meta, parts, chapters, ...none };
}

function seconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

async function measure(name: string, input: EpubInput): Promise<void> {
  let start = process.cpuUsage();
  const bytes = await writeEpub(input);
  const write = seconds(start);
  start = process.cpuUsage();
  const report = inspectEpub(bytes, input.book);
  const verify = seconds(start);
  const size = `${(bytes.length / 1e6).toFixed(2)} MB`;
  const counts = `${report.words} words, ${report.notes} notes, ${input.pageList?.length ?? 0} pages`;
  console.log(`${name}: ${counts}, ${size}: written in ${write.toFixed(2)} s, verified in ${verify.toFixed(2)} s`);
  for (const each of report.diagnostics.slice(0, 3)) console.log(`  ${each.code}: ${each.message}`);
  if (report.diagnostics.some((each) => each.severity === "error")) process.exitCode = 1;
}

const shop = workshop({ cache: false }, () => {});
const common = {
  templates: shop.epubTemplates,
  fonts: epubFonts(shop, "eb-garamond"),
  images: new Map(),
  timelineSvgs: [],
  variant: "epub",
} as const;

for (const part of [0.1, 1]) {
  const { book, pages } = generated(WORDS * part, NOTES * part);
  await measure(`${part} of the book`, { ...common, book, pageList: pages, printSource: "generated.pdf" });
}
for (const folder of process.argv.slice(2)) {
  const { value } = await openBook(folder);
  if (value) await measure(folder, { ...common, book: value.book, pageList: null, printSource: null });
}
