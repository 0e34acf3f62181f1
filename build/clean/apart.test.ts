import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./clean.ts";
import { NO_LEXICON } from "./flow.ts";

const OPTIONS = { hints: { notes: "none" }, lexicon: NO_LEXICON, labels: "source" } as const;
const LETTERS = "abcdefghijklmnop";

/** Prose no book has. */
const PROSE = Array.from({ length: 8 }, (_, i) =>
  Array.from(
    { length: 6 },
    (_, k) =>
      `The ${LETTERS[i]}${LETTERS[k]} ferry waited behind the old lamp\nwhile the keeper of the bridge counted his ropes.`,
  ).join("\n"),
).join("\n\n");

function cleaned(text: string) {
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  assert.deepEqual(value.budget.unexplained, []);
  return value;
}

test("an index at the back is set apart and says its terms", () => {
  const index = [
    "INDEX",
    "",
    "bakers, 3, 17-18",
    "bridge, 4, 9",
    "ferry, 1",
    "harbour, 12, 14",
    "keeper, 7, 8",
    "lamp, 2",
    "rope, xi, 5",
  ];
  const { setAside, proposals, chapters } = cleaned(`${PROSE}\n\n\n${index.join("\n")}\n`);
  assert.deepEqual(
    setAside.filter((aside) => aside.kind === "index").map((aside) => aside.text),
    index.filter((line) => line !== ""),
  );
  assert.deepEqual(proposals.index[0], { term: "bakers", folios: "3, 17-18" });
  assert.equal(proposals.index.length, 7);
  assert.doesNotMatch(chapters.at(-1)!.markdown, /17-18/);
});

test("imprint and adverts around the text are set apart, inside it they stay", () => {
  const around = ["Anti-Copyright", "ISBN 0-00-000000-0"];
  const adverts = ["Also available from the Harbour Press:", "Bo Sample, The Rope", "Cy Other, The Lamp"];
  const inside = "Copyright 1921 was written over the door.";
  const text = `${around.join("\n\n")}\n\n${PROSE}\n\n${inside}\n\n${PROSE.replaceAll("ferry", "boat")}\n\n${adverts.join("\n\n")}\n`;
  const { setAside, chapters } = cleaned(text);
  const kinds = (kind: string): string[] => setAside.filter((aside) => aside.kind === kind).map((aside) => aside.text);
  assert.deepEqual(kinds("imprint"), around);
  assert.deepEqual(kinds("advert"), adverts);
  assert.match(chapters.map((chapter) => chapter.markdown).join("\n"), /Copyright 1921 was written/);
});

test("a glossary and a chronology are offered, and stay in the text", () => {
  const glossary =
    "Glossary\n\nHolm: the island where the lamp stands.\n\nSund: the water between the two.\n\nVik: the village behind the bridge.";
  const timeline =
    "Chronology\n\n1919: The ferry is built.\n\n14 March 1921: The bell is rung twice.\n\nApril 1921: The ice goes out.";
  const { proposals, chapters } = cleaned(
    `${PROSE}\n\n\n\n${glossary}\n\n\n\n${timeline}\n\n\n\nThe thaw\n\n${PROSE.replaceAll("ferry", "boat")}\n`,
  );
  assert.deepEqual(proposals.glossary[1], { term: "Sund", definition: "the water between the two." });
  assert.deepEqual(
    proposals.timeline.map((entry) => entry.date),
    ["1919", "1921-03-14", "1921-04"],
  );
  assert.match(chapters.map((chapter) => chapter.markdown).join("\n"), /Sund: the water/);
});

test("a colophon at the end goes to the imprint; one inside the text stays", () => {
  const colophon = ["Colophon", "Set in Garamond by the Harbour Press.", "Edition 3f2a77"];
  const { setAside, chapters } = cleaned(
    `The Ferry\n\n${PROSE}\n\n\n\nColophon\n\n\n\n${PROSE.replaceAll("ferry", "boat")}\n`,
  );
  assert.deepEqual(setAside, []);
  assert.match(chapters.map((chapter) => chapter.markdown).join("\n"), /Colophon/);
  const ended = cleaned(`The Ferry\n\n${PROSE}\n\n\n\n${colophon.join("\n\n\n\n")}\n`);
  assert.deepEqual(
    ended.setAside.map(({ kind, text }) => `${kind}: ${text}`),
    colophon.map((line) => `imprint: ${line}`),
  );
});

test("a title page keeps the title of a text that has none of its own, and its parts stand below", () => {
  const front = ["02/08/1921", "The Long Winter", "by Ada Example"];
  const text = `${front.join("\n\n\n\n")}\n\n\n\n${PROSE}\n\n\n\nThe Thaw\n\n${PROSE.replaceAll("ferry", "boat")}\n\n\n\nThe Ice\n\n${PROSE.replaceAll("ferry", "sledge")}\n`;
  const { setAside, chapters } = cleaned(text);
  const markdown = chapters.map((chapter) => chapter.markdown).join("\n");
  assert.deepEqual(markdown.match(/^#.*$/gm), ["# The Long Winter", "## The Thaw", "## The Ice"]);
  assert.deepEqual(
    setAside.map(({ kind, text: own }) => `${kind}: ${own}`),
    ["title: 02/08/1921", "title: by Ada Example"],
  );
});

test("a half title before the first chapter goes with the title page", () => {
  const text = `The Long Winter\n\n\n\nby Ada Example\n\n\n\nPreface\n\n${PROSE}\n\n\n\nThe Long Winter\n\n\n\nThe Thaw\n\n${PROSE.replaceAll("ferry", "boat")}\n`;
  const { chapters } = cleaned(text);
  const markdown = chapters.map((chapter) => chapter.markdown).join("\n");
  assert.deepEqual(markdown.match(/^#.*$/gm), ["# Preface", "# The Thaw"]);
});

test("the feet of open sides go: their two folios have one sum", () => {
  const foot = (left: number): string => `${left}    The Long Winter   Ada Example    ${33 - left}`;
  const { setAside } = cleaned(`${PROSE}\n\n${foot(12)}\n\n${PROSE.replaceAll("ferry", "boat")}\n\n${foot(14)}\n`);
  assert.deepEqual(
    setAside.map((aside) => `${aside.kind}: ${aside.text}`),
    [`furniture: ${foot(12)}`, `furniture: ${foot(14)}`],
  );
});

test("an index of long entries is set apart to its end; the publisher's pages behind it stay", () => {
  const entries = [..."bcfhklr"].flatMap((letter) => [
    letter.toUpperCase(),
    `${letter}akers: and the ferry, 69; guilds of, 5-6; learning through`,
    "struggle, 90n113; and the town, 49, 80 (see also mills)",
    `${letter}ridge, 4, 9`,
  ]);
  const advert = ["Harbour Press", "Write to us for our list.", "We print for the whole river."];
  const { setAside, proposals, chapters } = cleaned(
    `${PROSE}\n\n\n\nIndex\n\n${entries.join("\n\n")}\n\n\n\n${advert.join("\n\n")}\n`,
  );
  const aside = setAside.filter(({ kind }) => kind === "index").map(({ text }) => text);
  assert.deepEqual(aside, ["Index", ...entries]);
  assert.deepEqual(proposals.index[0], { term: "bridge", folios: "4, 9" });
  for (const line of advert) assert.ok(chapters.at(-1)!.markdown.includes(line), line);
});

test("an index that a person names as a chapter is one", () => {
  const index = Array.from({ length: 9 }, (_, i) => `the ${LETTERS[i]} bridge, ${i + 3}, ${i + 20}`);
  const chapters = [{ title: "The Ferry" }, { title: "Index" }];
  const text = `The Ferry\n\n${PROSE}\n\n\n\nIndex\n\n${index.join("\n\n")}\n`;
  const { value } = clean({ file: "x.txt", text }, { ...OPTIONS, hints: { ...OPTIONS.hints, chapters } });
  assert.deepEqual(value.setAside, []);
  assert.match(value.chapters[1]!.markdown, /^# Index\n[\s\S]*the i bridge, 11, 28/);
});

test("a chapter on an index, and a list without folios, are text", () => {
  const list = Array.from({ length: 30 }, (_, i) => `the ${LETTERS[i % 16]} lamp of the bridge keeper`);
  assert.deepEqual(cleaned(`${PROSE}\n\n\n\nIndex\n\n${list.join("\n\n")}\n`).setAside, []);
  assert.deepEqual(cleaned(`Index\n\n${PROSE}\n\n${PROSE}\n`).setAside, []);
});
