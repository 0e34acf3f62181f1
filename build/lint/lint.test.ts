import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Block, Chapter } from "../book.ts";
import { warning } from "../diagnostic.ts";
import { book, call, chapter, date, emph, event, heading, note, paragraph, term, text } from "../epub/fixture.ts";
import { parseWaivers } from "../parse/waivers.ts";
import { datesIn } from "./dates.ts";
import { lint } from "./lint.ts";
import { json, sarif } from "./output.ts";
import { TEXT_RULES } from "./text.ts";
import { waive } from "./waivers.ts";

const CASES = readFileSync(new URL("cases/text.txt", import.meta.url), "utf8")
  .split(/\n\n(?=\S)/)
  .slice(1);

for (const each of CASES) {
  const [input = "", expected = ""] = each.trimEnd().split(/\n\.(?:\n|$)/);
  test(input, () => {
    const [lang = "", ...words] = input.split(" ");
    const prose = { text: words.join(" "), lang, next: null };
    const found = TEXT_RULES.flatMap((rule) => rule(prose)).map(
      ({ code, start, end }) => `${code} ${prose.text.slice(start, end).replaceAll(" ", "␣")}`,
    );
    const plain = (line: string): string =>
      line.startsWith("lint/spaces") || line.startsWith("lint/hyphen") ? line : line.replaceAll("␣", " ");
    assert.equal(found.map(plain).join("\n"), expected.trimEnd());
  });
}

function codesOf(chapters: readonly Chapter[], more: Parameters<typeof book>[1] = {}): string[] {
  return lint(book(chapters, more), []).map(({ code, message }) => `${code}: ${message}`);
}

function figure(alt: string, caption = ""): Block {
  const base = { id: "f", span: { file: "f", start: 0, end: 1 }, lang: null } as const;
  return { ...base, type: "figure", image: "a.png", alt, caption: [text(caption)], description: [], width: "text" };
}

test("a quotation that runs on into the next paragraph needs no close", () => {
  const blocks = [paragraph("a", "“One."), paragraph("b", "“Two.”")];
  assert.deepEqual(codesOf([chapter("one", "One", blocks)]), []);
  assert.deepEqual(codesOf([chapter("one", "One", blocks.slice(0, 1))]), ["lint/quotes-unbalanced: “ is never closed"]);
});

test("two ways to quote in one chapter", () => {
  const blocks = [paragraph("a", "“One,” he said, “two ‘three four five’ six.”"), paragraph("b", "She said « four ».")];
  assert.deepEqual(codesOf([chapter("one", "One", blocks)]), [
    "lint/quotes-mixed: « » where the chapter quotes with “ ” (1 against 2)",
  ]);
});

test("note calls before the stop and behind it", () => {
  const notes = ["1", "2", "3"].map((mark) => note(`one-note-${mark}`, mark, [paragraph(`one-note-${mark}-p`, "So.")]));
  const p = paragraph(
    "a",
    "Ice.",
    call("one-note-1", "1"),
    " Snow,",
    call("one-note-2", "2"),
    " rain",
    call("one-note-3", "3"),
    ".",
  );
  assert.deepEqual(codesOf([chapter("one", "One", [p], { notes })]), [
    "lint/call-place: 1 note calls stand before the stop, 2 do not",
  ]);
});

test("alternative texts that say nothing", () => {
  const blocks = [
    figure("map.png"),
    figure("Image of"),
    figure("The quay", "The quay"),
    figure("The quay from the north"),
  ];
  assert.deepEqual(codesOf([chapter("one", "One", blocks)]), [
    "lint/alt: the alternative text is a file name",
    "lint/alt: “Image of” says nothing of what the picture shows",
    "lint/alt: the alternative text says what the caption says",
  ]);
});

test("emphasised words with letters English has not want a language; loan words and marked ones do not", () => {
  const marked = { type: "lang", lang: "de", children: [emph("Öffentlichkeit")] } as const;
  const p = paragraph("a", "The ", emph("Öffentlichkeit"), " of ", marked, " in a ", emph("café"), ".");
  assert.deepEqual(codesOf([chapter("one", "One", [p])]), [
    "lint/language: “Öffentlichkeit” looks foreign and has no language",
  ]);
});

test("a term used before the place that leads to its definition", () => {
  const ref = { type: "term_ref", term: "term-duma", id: "one-duma", children: [text("Duma")] } as const;
  const blocks = [paragraph("a", "The Duma met."), paragraph("b", "The ", ref, " rose.")];
  const glossary = [term("Duma", "A parliament.")];
  assert.deepEqual(codesOf([chapter("one", "One", blocks)], { glossary }), [
    "lint/term-late: Duma is used here, and led to its definition only further on",
  ]);
  assert.deepEqual(codesOf([chapter("one", "One", blocks.slice(1))], { glossary }), []);
  const longer = [...glossary, term("Duma Committee", "A part of it.")];
  const other = [paragraph("a", "The Duma Committee met."), ...blocks.slice(1)];
  assert.deepEqual(codesOf([chapter("one", "One", other)], { glossary: longer }), []);
});

test("dates are read from running text", () => {
  const read = (words: string): string[] =>
    datesIn(words).map(({ text: said, first }) => `${said} ${new Date(first * 86_400_000).toISOString().slice(0, 10)}`);
  assert.deepEqual(read("On 23 February 1917, or March 8th, 1917, and in May 1918; by 1920 with 1500 men."), [
    "23 February 1917 1917-02-23",
    "March 8th, 1917 1917-03-08",
    "May 1918 1918-05-01",
    "1920 1920-01-01",
  ]);
  assert.deepEqual(read("am 9. November 1918, le 18 mars 1871, 25 октября 1917"), [
    "9. November 1918 1918-11-09",
    "18 mars 1871 1871-03-18",
    "25 октября 1917 1917-10-25",
  ]);
});

test("a sentence that dates an event otherwise than the timeline", () => {
  const march = { ...date("1917-03-12", "12 March 1917", "1917-03-12"), first: -19288, last: -19288 };
  const timeline = [event("event-mutiny", march, "The Harbour Guards mutiny.", { passages: ["march"] })];
  const about = (words: string): string[] =>
    codesOf([chapter("one", "One", [heading("march", 2, "March"), paragraph("a", words)])], { timeline });
  assert.deepEqual(about("In 1921 it rained. The Harbour Guards mutinied on 3 May 1917."), [
    "lint/date-contradicts: the timeline dates “The Harbour Guards mutiny.” 12 March 1917, the passage names 3 May 1917",
  ]);
  assert.deepEqual(about("In 1921 it rained. The Harbour Guards mutinied on 12 March 1917."), []);
  // The old style's date of the same day.
  assert.deepEqual(about("The Harbour Guards mutinied on 27 February 1917."), []);
  assert.deepEqual(about("The Harbour Guards mutinied in 1917."), []);
  assert.deepEqual(about("The guards drank; on 3 May 1917 they slept."), []);
});

test("a finding points at its words in the source", () => {
  const source = { file: "chapters/01-harbour.md", text: "# One\n\nIt was *the* the ice, and “more.\n" };
  const span = { file: source.file, start: 7, end: source.text.length - 1 };
  const block: Block = {
    type: "paragraph",
    id: "a",
    lang: null,
    span,
    children: [text("It was the the ice, and “more.")],
  };
  const found = lint(book([chapter("one", "One", [block])]), [source]);
  assert.deepEqual(
    found.map((each) => source.text.slice(each.span!.start, each.span!.end)),
    ["“", source.text.slice(7, -1)],
  );
});

test("waivers need a known code and a reason", () => {
  const read = (yaml: string): string[] =>
    parseWaivers({ file: "waivers.yaml", text: yaml }).diagnostics.map(({ code, message, hints }) =>
      [code, message, ...hints].join(": "),
    );
  assert.deepEqual(read("- { code: lint/spaces, reason: as printed }\n"), []);
  assert.deepEqual(read("- { code: lint/space, reason: as printed }\n"), [
    "yaml/invalid: lint/space is no code: did you mean lint/spaces?",
  ]);
  assert.deepEqual(read("- { code: lint/spaces, reason: '' }\n"), [
    'yaml/invalid: "reason": a waiver needs its reason',
  ]);
  assert.deepEqual(read("- { code: note/lost, file: 'a-*.md', text: [one, two], reason: known }\n"), []);
  assert.deepEqual(read("- { code: unheard-of-anywhere, reason: known }\n"), [
    "yaml/invalid: unheard-of-anywhere is no code: docs/diagnostics.md lists the codes",
  ]);
  assert.equal(read("- { code: lint/spaces").length, 1);
});

test("a waiver covers its finding; one that covers nothing is an error, and errors are not covered", () => {
  const source = {
    file: "waivers.yaml",
    text: "- { code: lint/repeated-word, file: 01.md, text: sea, reason: as printed }\n- { code: lint/spaces, reason: as printed }\n",
  };
  const { value: waivers } = parseWaivers(source);
  const at = (file: string) => ({ file, start: 4, end: 11 });
  const found = [
    warning("lint/repeated-word", "“sea” twice", at("book/01.md")),
    warning("lint/repeated-word", "“sea” twice", at("book/02.md")),
  ];
  const left = waive(found, waivers, () => "the sea sea");
  assert.deepEqual(
    left.map(({ code, span }) => [code, span?.file]),
    [
      ["lint/repeated-word", "book/02.md"],
      ["lint/waiver-unused", "waivers.yaml"],
    ],
  );
});

test("a waiver for several files, and one for several passages, each of which must be met", () => {
  const source = {
    file: "waivers.yaml",
    text: "- { code: note/lost, file: 'a-*.md', reason: not in the copy }\n- { code: lint/brackets, text: [sea, quay], reason: as printed }\n",
  };
  const { value: waivers } = parseWaivers(source);
  const at = (file: string) => ({ file, start: 4, end: 5 });
  const found = [
    warning("note/lost", "call 1", at("chapters/a-one.md")),
    warning("note/lost", "call 1", at("chapters/ba-one.md")),
    warning("note/lost", "call 1", at("a-two/one.md")),
    warning("lint/brackets", "( is never closed", at("chapters/a-one.md")),
  ];
  const left = waive(found, waivers, () => "The (sea");
  assert.deepEqual(
    left.map(({ message, span }) => `${span?.file}: ${message}`),
    [
      "chapters/ba-one.md: call 1",
      "a-two/one.md: call 1",
      "waivers.yaml: nothing is left of lint/brackets here to waive: “quay”",
    ],
  );
});

test("JSON and SARIF say code, place and hint", () => {
  const found = [warning("lint/ellipsis", "three stops", { file: "a b.md", start: 6, end: 9 }, "write …")];
  const textOf = (): string => "One\nis... two";
  assert.deepEqual(JSON.parse(json(found, textOf)), [
    {
      code: "lint/ellipsis",
      severity: "warning",
      message: "three stops",
      file: "a b.md",
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 6,
      hints: ["write …"],
    },
  ]);
  const log = JSON.parse(sarif(found, textOf));
  assert.equal(log.version, "2.1.0");
  assert.deepEqual(
    log.runs[0].tool.driver.rules.map((rule: { id: string }) => rule.id),
    ["lint/ellipsis"],
  );
  assert.deepEqual(log.runs[0].results, [
    {
      ruleId: "lint/ellipsis",
      ruleIndex: 0,
      level: "warning",
      message: { text: "three stops\nHint: write …" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "a%20b.md" },
            region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 6 },
          },
        },
      ],
    },
  ]);
});
