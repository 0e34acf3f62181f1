// Chapters, glossary and timeline → what the book links to what. Texts are parsed as a book's are; terms show in the words
// as <first use>, later uses for the index as (use).

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Book, Inline, Recipe } from "../book.ts";
import type { Result } from "../diagnostic.ts";
import { parseChapter } from "../parse/chapter.ts";
import { parseGlossary } from "../parse/glossary.ts";
import { parseRecipe } from "../parse/recipe.ts";
import { parseTimeline } from "../parse/timeline.ts";
import { assemble } from "./assemble.ts";

const RECIPE = parseRecipe({ file: "book.yaml", text: "title: The Ferry\nlang: en-GB\n" }).value as Recipe;

function bookOf(texts: readonly string[], glossary = "[]", timeline = "[]"): Result<Book> {
  const chapters = texts.map((text, i) => {
    const whole = text.startsWith("---\n") ? text : `# Title ${i + 1}\n\n${text}\n`;
    const source = { file: `chapters/${i + 1}-${["quay", "river"][i]}.md`, text: whole };
    return parseChapter(source, { lang: "en-GB", role: "chapter" }).value;
  });
  return assemble({
    name: "ferry",
    recipe: RECIPE,
    colophon: [],
    edition: "00000000",
    parts: [{ title: null, chapters }],
    glossary: parseGlossary({ file: "glossary.yaml", text: glossary }).value,
    timeline: parseTimeline({ file: "timeline.yaml", text: timeline }).value,
    images: [],
    refused: [],
  });
}

const shown = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.type === "text") return inline.text;
      const words = "children" in inline ? shown(inline.children) : "";
      if (inline.type === "term_ref") return `<${words}>`;
      return inline.type === "index_mark" ? `(${words})` : words;
    })
    .join("");

/** The paragraphs of all chapters, with the terms in them. */
function wordsOf(book: Book): string[] {
  return book.chapters.flatMap((chapter) =>
    chapter.blocks.flatMap((block) =>
      block.type === "paragraph" || block.type === "heading" ? [shown(block.children)] : [],
    ),
  );
}

const codesOf = ({ diagnostics }: Result<Book>): string[] =>
  diagnostics.map(({ severity, code, message, hints }) => [`${severity} ${code}: ${message}`, ...hints].join(" | "));

const FERRY = "- { term: ferry, aliases: [ferries], definition: A boat. }\n";
const QUAY = "- { term: Old Quay, kind: place, definition: A quay. }\n";

test("the first use in each chapter leads to the glossary, one later use in a paragraph to the index", () => {
  const result = bookOf(["A ferry and a ferry.\n\nFerries, ferry.", "The ferry."], FERRY);
  assert.deepEqual(wordsOf(result.value), ["A <ferry> and a ferry.", "(Ferries), ferry.", "The <ferry>."]);
  const [entry] = result.value.glossary;
  assert.deepEqual(
    entry?.occurrences.map(({ chapter }) => chapter),
    ["quay", "river"],
  );
  assert.equal(result.value.index[0]?.places.length, 3);
  assert.deepEqual(codesOf(result), []);
});

test("names of places keep their capitals, of other terms the first letter is free; words are whole", () => {
  const result = bookOf(["Ferry, ferryman, the old quay, the Old Quay, the FERRY."], FERRY + QUAY);
  assert.deepEqual(wordsOf(result.value), ["<Ferry>, ferryman, the old quay, the <Old Quay>, the FERRY."]);
});

test("the longest name wins", () => {
  const quay = "- { term: quay, definition: A wall. }\n";
  assert.deepEqual(wordsOf(bookOf(["The Old Quay is a quay."], QUAY + quay).value), ["The <Old Quay> is a <quay>."]);
});

test("headings are left alone; .noterm forbids, .term marks by hand, match: false never links by itself", () => {
  const result = bookOf(
    ["## The ferry\n\nA [ferry]{.noterm}, a [boat]{.term of=ferry}. A mole."],
    `${FERRY}- { term: mole, match: false, definition: A wall. }\n`,
  );
  assert.deepEqual(wordsOf(result.value), ["The ferry", "A ferry, a <boat>. A mole."]);
  assert.deepEqual(codesOf(result), [
    "warning term/unused: “mole” is met nowhere in the book | add the spelling the book uses as an alias, or take the entry out",
  ]);
});

test("marks in headings, notes, captions and index entries give way to their words; .term there is asked about", () => {
  const result = bookOf(
    [
      "A ferry, a [[ferry]{.noterm} toll]{.index}.[^1]\n\n## The [ferry]{.noterm}\n\n[^1]: One [ferry]{.noterm}, one [boat]{.term of=ferry}.",
    ],
    FERRY,
  );
  assert.deepEqual(wordsOf(result.value), ["A <ferry>, a (ferry toll).", "The ferry"]);
  const [chapter] = result.value.chapters;
  const note = chapter?.notes[0]?.blocks[0];
  assert.deepEqual(note?.type === "paragraph" ? note.children.map((each) => each.type) : null, [
    "text",
    "text",
    "text",
    "text",
    "text",
  ]);
  assert.deepEqual(codesOf(result), [
    "warning term/place: “boat” is not led to the glossary here | mark a use in running text",
  ]);
});

test("a list of works meets no term by itself, and still those marked by hand", () => {
  const result = bookOf(
    ["---\nterms: false\n---\n\n# Works\n\nThe ferry, a [boat]{.term of=ferry}.\n", "The ferry."],
    FERRY,
  );
  assert.deepEqual(wordsOf(result.value), ["The ferry, a <boat>.", "The <ferry>."]);
});

test("terms that are undefined, claimed twice, or met nowhere", () => {
  const result = bookOf(
    ["A [boat]{.term of=fery}."],
    `${FERRY}- { term: Ferries, definition: Boats., see: [qay] }\n- { term: quay, definition: A wall. }\n`,
  );
  const unused = "add the spelling the book uses as an alias, or take the entry out";
  assert.deepEqual(codesOf(result).sort(), [
    "error term/duplicate: “ferries” is a name of “ferry” already | take the name out of one of the two entries",
    "error term/undefined: “fery” is not in the glossary | did you mean “ferry”?",
    "error term/undefined: “qay” is not in the glossary | did you mean “quay”?",
    `warning term/unused: “Ferries” is met nowhere in the book | ${unused}`,
    `warning term/unused: “ferry” is met nowhere in the book | ${unused}`,
    `warning term/unused: “quay” is met nowhere in the book | ${unused}`,
  ]);
});

test("an entry that another one names is used", () => {
  const result = bookOf(
    ["A ferry."],
    `- { term: ferry, definition: A boat., see: [Quay] }\n- { term: quay, definition: A wall. }\n`,
  );
  assert.deepEqual(codesOf(result), []);
  assert.deepEqual(result.value.glossary[0]?.see, ["term-quay"]);
});

test("cross references: an empty one prints the title it leads to; one that leads nowhere is an error", () => {
  const result = bookOf(["See [](#river) and [here](#rivr).", "Words."]);
  assert.deepEqual(wordsOf(result.value), ["See Title 2 and here.", "Words."]);
  assert.deepEqual(codesOf(result), [
    "error link/undefined: nothing in the book has the id “rivr” | did you mean #river?",
  ]);
});

test("two chapters, or two things, with the same id", () => {
  const result = bookOf(["One. {#six}", "Two. {#six}"]);
  assert.deepEqual(codesOf(result), ["error link/duplicate: a second thing has the id “six” | rename one of the two"]);
});

test("events stand by date; their passages and terms are looked up; one without a place is asked for", () => {
  const timeline = `- { date: 1918, event: Later., passages: [rivr] }
- { date: 1917-02, event: First., terms: [ferry] }
- { date: 1917, event: Nowhere. }
- { date: 1919, event: Context., background: true }
`;
  const result = bookOf(["A ferry.", "Words."], FERRY, timeline);
  assert.deepEqual(
    result.value.timeline.map(({ date }) => date.edtf),
    ["1917", "1917-02", "1918", "1919"],
  );
  assert.deepEqual(codesOf(result), [
    "warning date/unplaced: the event has no place in the text | name passages: [id] or terms: […], or say background: true",
    "error link/undefined: nothing in the book has the id “rivr” | did you mean #river?",
  ]);
});

test("the index has headings and sub-headings in the order of the alphabet", () => {
  const { value } = bookOf(["[Rye]{.index of=Bread!rye}, [bread]{.index of=Bread}, [ale]{.index}."]);
  const outline = value.index.map(({ heading, places, children }) => [heading, places.length, children.length]);
  assert.deepEqual(outline, [
    ["ale", 1, 0],
    ["Bread", 1, 1],
  ]);
});
