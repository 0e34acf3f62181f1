// Mutants of our own print PDF: each has one loss a build could make, and `verify` alone must notice it. Some are drawn
// and opened again; then everything the whole PDF says is taken away piece by piece.

import assert from "node:assert/strict";
import { test } from "node:test";
import { workshop } from "../../scripts/supplies.ts";
import { everything } from "../epub/fixture.ts";
import type { Bound, Mark, PageBody, Setting, TextMark } from "../page.ts";
import { writePdf } from "../pdf/write.ts";
import { bindBook, pdfOptions } from "../workshop.ts";
import { inspectPdf, judge } from "./pdf.ts";
import { type PrintedBook, type PrintedPage, type PrintedRun, readPrintPdf, readSides } from "./pdf-read.ts";
import { Seen } from "./seen.ts";
import * as stranger from "./stranger.ts";

const BOOK = everything();
const SHOP = workshop({ cache: false });
const THEME = SHOP.theme("print", "classic", null).value!;
const BOUND = bindBook(BOOK, THEME, SHOP, "foot").value;
const OPTIONS = pdfOptions({ theme: "classic", page: null, notes: "foot", bleedMm: 0, cropMarks: false, pdfa: false });
const CHECKED = { book: BOOK, bound: BOUND, notes: "foot" } as const;

function draw(bound: Bound): Promise<Uint8Array> {
  return writePdf({ sides: null, meta: BOOK.meta, fonts: SHOP.fonts, images: new Map(), options: OPTIONS, bound });
}

const BYTES = await draw(BOUND);
/** What was read of the whole file: it must hide no loss in another. */
const WHOLE = new Seen<PrintedRun[]>();
const PRINTED = readPrintPdf(BYTES, WHOLE);
const codesOf = (printed: PrintedBook): string[] => judge(printed, CHECKED).diagnostics.map(({ code }) => code);

test("nothing is lost in the PDF of a book with all there is", () => {
  const { diagnostics, notes } = judge(PRINTED, CHECKED);
  assert.deepEqual(diagnostics, []);
  assert.deepEqual(
    notes.map(({ note, mark, call, begins, ends }) => `${note} ${mark}: ${call}, ${begins}-${ends}`),
    ["harbour-note-1 1: 3, 3-3", "harbour-note-2 2: 3, 3-3", "thaw-note-ed-1 a: 5, 5-5", "thaw-note-tr-1 *: 5, 5-5"],
  );
});

test("what was read before is read as it was, and nothing of it anew", () => {
  const again = new Seen(WHOLE.now);
  assert.deepEqual(readPrintPdf(BYTES, again), PRINTED);
  assert.equal(again.fresh, false);
});

test("a program that knows nothing of ours reads the same", async () => {
  const strange = await stranger.readPrintPdf(BYTES);
  const sorted = (list: readonly string[]): string[] => [...list].sort();
  assert.deepEqual(sorted(PRINTED.ids), sorted(strange.ids));
  assert.deepEqual(
    { ...PRINTED, pages: wholeRuns(PRINTED), ids: [] },
    { ...strange, pages: wholeRuns(strange), ids: [] },
  );
});

/** Contents entries are one run to us and several to others. */
function wholeRuns({ pages }: PrintedBook): unknown {
  return pages.map(({ runs, links }) => ({
    links,
    text: runs.map(({ part, text }) => `${part === "call" ? "" : part}${text}`).join(""),
  }));
}

test("a program that knows nothing of ours finds the same lines in the same places on a side", async () => {
  const own = readSides(BYTES);
  const strange = await stranger.readSides(BYTES);
  const square = (text: string): string => text.replace(/[\s\u00ad]/g, "");
  for (const [at, side] of own.entries()) {
    const other = strange[at]!;
    const words = (texts: typeof side.texts): string => texts.map(({ text }) => square(text)).join("");
    assert.equal(words(side.texts), words(other.texts));
    const first = side.texts.find(({ text }) => square(text) !== "");
    const theirs = other.texts.find(({ text }) => square(text) !== "");
    if (!first || !theirs) continue;
    assert.ok(Math.abs(first.x - theirs.x) < 0.01 && Math.abs(first.y - theirs.y) < 0.01, `side ${at}`);
    assert.equal(first.upright, theirs.upright);
  }
});

test("a file that is damaged anywhere it is read from is noticed", async () => {
  const latin = Buffer.from(BYTES).toString("latin1");
  const damages: Record<string, Uint8Array> = {
    "its end is missing": BYTES.subarray(0, BYTES.length - 400),
    "a byte more at the head of all objects": Buffer.from(latin.replace("\n", "\n\n"), "latin1"),
    "an object of another number": Buffer.from(latin.replace(/\n9 0 obj/, "\n8 0 obj"), "latin1"),
    "a length that is too short": Buffer.from(
      latin.replace(/\/Length (\d)(\d\d)\n/, "/Length 1$2\n").replace(/\/Length 1/, "/Length 2"),
      "latin1",
    ),
  };
  const stream = latin.indexOf("stream\n") + 30;
  const flipped = Uint8Array.from(BYTES);
  flipped[stream] = flipped[stream]! ^ 0xff;
  damages["a byte of a page's content"] = flipped;
  for (const [what, bytes] of Object.entries(damages)) {
    const { diagnostics } = await inspectPdf({ bytes, ...CHECKED });
    assert.ok(diagnostics.length > 0, what);
  }
});

// ---------------------------------------------------------------------------------------------------- drawn with a loss

/** The bound book with the first page of a chapter drawn otherwise. */
function redraw(chapter: string, change: (marks: readonly Mark[], setting: Setting) => readonly Mark[]): Bound {
  const settings = BOUND.settings.map((setting): Setting => {
    if (setting.chapter !== chapter) return setting;
    const [first, ...rest] = setting.bodies;
    const marks = change(first!.marks, setting);
    assert.notDeepEqual(marks, first!.marks);
    return { ...setting, bodies: [{ ...first!, marks } satisfies PageBody, ...rest] };
  });
  return { ...BOUND, settings };
}

const wordsOf = (mark: Mark, { words }: Setting): string =>
  mark.type === "text" ? mark.words.map((word) => words[word]!.unicode.join("")).join(" ") : "";

/** Without the word, its line and the rest of the page untouched. */
function withoutWord(word: string): Bound {
  return redraw("harbour", (marks, setting) =>
    marks.map((mark): Mark => {
      if (mark.type !== "text") return mark;
      const at = mark.words.findIndex((each) => setting.words[each]!.unicode.join("") === word);
      if (at < 0) return mark;
      const without = <T>(list: readonly T[]): T[] => list.filter((_, i) => i !== at);
      return { ...mark, words: without(mark.words), gaps: without(mark.gaps) } satisfies TextMark;
    }),
  );
}

const DRAWN: readonly (readonly [what: string, code: string, bound: () => Bound])[] = [
  ["a word is missing", "verify/pdf-words", () => withoutWord("dawn.")],
  ["a word of a note is missing", "verify/pdf-note", () => withoutWord("council,")],
  [
    "a line is there twice",
    "verify/pdf-words",
    () =>
      redraw("harbour", (marks, setting) => marks.flatMap((m) => (/No ship/.test(wordsOf(m, setting)) ? [m, m] : [m]))),
  ],
  ["two lines have changed places", "verify/pdf-words", () => redraw("harbour", (marks) => [...marks].reverse())],
  [
    "a link is missing",
    "verify/pdf-link",
    () => redraw("harbour", (marks) => marks.filter((m) => m.type !== "link" || m.target !== "#harbour-note-2")),
  ],
  [
    "the anchor of a note is missing",
    "verify/pdf-link",
    () => redraw("harbour", (marks) => marks.filter((m) => m.type !== "anchor" || m.id !== "harbour-note-1")),
  ],
  ["a page is missing", "verify/pdf-page", () => ({ ...BOUND, pages: BOUND.pages.slice(0, -1) })],
  [
    "a folio is wrong",
    "verify/pdf-page",
    () => ({ ...BOUND, pages: BOUND.pages.map((p) => (p.folio === "3" ? { ...p, folio: "33" } : p)) }),
  ],
];

for (const [what, code, bound] of DRAWN) {
  test(`noticed in a drawn PDF: ${what}`, async () => {
    const bytes = await draw(bound());
    for (const seen of [undefined, new Seen(WHOLE.now)]) {
      const found = (await inspectPdf({ bytes, ...CHECKED }, readPrintPdf, seen)).diagnostics.map((each) => each.code);
      assert.ok(found.includes(code as never), `${what}: ${found.join(", ") || "nothing was said"}`);
    }
  });
}

// ---------------------------------------------------------------------------------------------------- piece by piece

function withPage(at: number, change: (page: PrintedPage) => PrintedPage): PrintedBook {
  return { ...PRINTED, pages: PRINTED.pages.map((page, i) => (i === at ? change(page) : page)) };
}

const TEXT_PAGES = BOUND.pages.flatMap(({ body, index }) => {
  const chapter = body && BOUND.settings[body.setting]!.chapter;
  return BOOK.chapters.some(({ id }) => id === chapter) ? [index] : [];
});

test("every run of text, call, note and mark is missed where it is taken away", () => {
  let mutants = 0;
  for (const at of TEXT_PAGES) {
    PRINTED.pages[at]!.runs.forEach((run, gone) => {
      const printed = withPage(at, (page) => ({ ...page, runs: page.runs.filter((_, i) => i !== gone) }));
      assert.notDeepEqual(codesOf(printed), [], `${run.part} “${run.text}”`);
      mutants += 1;
    });
  }
  assert.ok(mutants > 20, `${mutants} mutants`);
});

test("every letter is missed where it is taken away, and where it stands twice", () => {
  let mutants = 0;
  for (const at of TEXT_PAGES) {
    PRINTED.pages[at]!.runs.forEach((run, r) => {
      for (let i = 0; i < run.text.length; i += 1) {
        for (const text of [
          run.text.slice(0, i) + run.text.slice(i + 1),
          run.text.slice(0, i + 1) + run.text.slice(i),
        ]) {
          const printed = withPage(at, (page) => ({
            ...page,
            runs: page.runs.map((each, k) => (k === r ? { ...each, text } : each)),
          }));
          assert.notDeepEqual(codesOf(printed), [], `“${run.text}” as “${text}”`);
          mutants += 1;
        }
      }
    });
  }
  assert.ok(mutants > 500, `${mutants} mutants`);
});

test("every call's and note's link is missed where it is taken away", () => {
  const notes = BOOK.chapters.flatMap((chapter) => chapter.notes);
  for (const target of notes.flatMap((note) => [`#${note.id}`, `#${note.calls[0]}`])) {
    const at = PRINTED.pages.findIndex(({ links }) => links.includes(target));
    const first = PRINTED.pages[at]!.links.indexOf(target);
    const printed = withPage(at, (page) => ({ ...page, links: page.links.filter((_, i) => i !== first) }));
    assert.deepEqual(codesOf(printed), ["verify/pdf-link"], target);
  }
});

test("runs that changed places are noticed", () => {
  for (const at of TEXT_PAGES) {
    const { runs } = PRINTED.pages[at]!;
    for (let i = 0; i + 1 < runs.length; i += 1) {
      if (runs[i]!.text === runs[i + 1]!.text) continue;
      const swapped = [...runs.slice(0, i), runs[i + 1]!, runs[i]!, ...runs.slice(i + 2)];
      // A call and the note's own run may be read in either order where a page ends.
      assert.notDeepEqual(
        codesOf(withPage(at, (page) => ({ ...page, runs: swapped }))),
        runs[i]!.part.startsWith("note") === runs[i + 1]!.part.startsWith("note") ? [] : null,
        `“${runs[i]!.text}” and “${runs[i + 1]!.text}”`,
      );
    }
  }
});

test("a destination or a label that leads elsewhere is noticed", () => {
  const moved = new Map(PRINTED.destinations).set("harbour-note-1", 0);
  assert.deepEqual(codesOf({ ...PRINTED, destinations: moved }), ["verify/pdf-link"]);
  const labels = PRINTED.labels.map((label) => (label === "3" ? "4" : label));
  assert.ok(codesOf({ ...PRINTED, labels }).includes("verify/pdf-page"));
  assert.deepEqual(codesOf({ ...PRINTED, ids: [...PRINTED.ids, PRINTED.ids[0]!] }), ["verify/pdf-id"]);
});
