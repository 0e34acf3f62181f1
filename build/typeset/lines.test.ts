import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageBody, Setting, TextMark } from "../page.ts";
import { chapter, MATERIALS, paragraph, THEME, text, wordsOf } from "./fixture.ts";
import { typeset } from "./typeset.ts";

const MEASURE = THEME.page.width - THEME.margins.inner - THEME.margins.outer;
const PLAIN = { ...THEME, protrusion: false };

interface Edge {
  readonly y: number;
  readonly right: number;
}

/** Where the text of each line of a page ends. */
function rightEdges(setting: Setting, page: PageBody): Edge[] {
  const edges = new Map<number, number>();
  const marks = page.marks.filter((mark): mark is TextMark => mark.type === "text");
  for (const mark of marks) {
    let x = mark.x;
    mark.words.forEach((word, i) => {
      x += (setting.words[word]!.width * mark.size * mark.stretch) / 1000;
      if (i < mark.words.length - 1) x += Math.max(0, mark.gaps[i]!);
    });
    edges.set(mark.y, Math.max(edges.get(mark.y) ?? 0, x));
  }
  return [...edges].map(([y, right]) => ({ y, right }));
}

function set(content: string, theme = PLAIN): Setting {
  return typeset(chapter([paragraph(content)]), theme, MATERIALS).value;
}

test("every line but the last fills the measure", () => {
  const setting = set(wordsOf(400, 5));
  const lines = setting.bodies.flatMap((page) => page.lines.slice(0).filter((line) => line.kind === "text"));
  const ends = new Set(lines.filter((line) => line.text.endsWith("\n")).map((line) => line.y));
  for (const page of setting.bodies) {
    const kinds = new Map(page.lines.map((line) => [line.y, line.kind]));
    for (const { y, right } of rightEdges(setting, page)) {
      if (kinds.get(y) !== "text" || ends.has(y)) continue;
      assert.ok(Math.abs(right - MEASURE) < 0.2, `a line ends at ${right} of ${MEASURE}`);
    }
  }
});

test("hanging punctuation stands out of the measure, letters do not", () => {
  const setting = set(wordsOf(600, 6), THEME);
  const rights = setting.bodies.flatMap((page) => rightEdges(setting, page).map((each) => each.right));
  assert.ok(rights.some((right) => right > MEASURE + 0.5));
  assert.ok(rights.every((right) => right < MEASURE + 2.5));
});

test("no more than two hyphens follow one another", () => {
  const setting = set(wordsOf(1500, 8), { ...PLAIN, margins: { ...THEME.margins, outer: 150 } });
  let run = 0;
  for (const line of setting.bodies.flatMap((page) => page.lines)) {
    run = line.hyphenated ? run + 1 : 0;
    assert.ok(run <= 2, line.text);
  }
  assert.ok(setting.bodies.some((page) => page.lines.some((line) => line.hyphenated)));
});

test("blanks stay between seven tenths and twice their width", () => {
  const setting = set(wordsOf(1200, 9));
  for (const line of setting.bodies.flatMap((page) => page.lines)) assert.ok(line.ratio >= -1 && line.ratio < 2);
});

test("a loose line opens behind its stops first, behind commas next; an abbreviation's point is no stop", () => {
  const content = "Ropes, nets and anchors; a boat. Gulls of Mr. Hale quarrelled ".repeat(8);
  const setting = set(content, { ...PLAIN, expansion: 0 });
  const marks = setting.bodies.flatMap((page) => page.marks.filter((mark): mark is TextMark => mark.type === "text"));
  const gapsBehind = (mark: TextMark, end: string): number[] =>
    mark.gaps.filter((gap, i) => gap > 0 && setting.words[mark.words[i]!]!.unicode.join("").endsWith(end));
  const loose = marks.filter((mark) => gapsBehind(mark, "ts")[0]! > 0.27 * mark.size);
  assert.ok(loose.length > 0);
  for (const mark of loose) {
    const plain = gapsBehind(mark, "ts")[0]!;
    for (const end of ["at.", "rs;", "es,"])
      for (const gap of gapsBehind(mark, end)) assert.ok(gap > plain * 1.05, end);
    for (const gap of gapsBehind(mark, "Mr.")) assert.ok(Math.abs(gap - plain) < 0.01);
  }
});

test("a soft hyphen is where a word may be divided, and its only place", () => {
  const word = "Harbour\u00admastership";
  const setting = set(`${"lamp ".repeat(200)}${`${word} `.repeat(120)}`);
  const divided = setting.bodies.flatMap((page) => page.lines.filter((line) => line.hyphenated));
  assert.ok(divided.length > 0);
  for (const line of divided) assert.ok(line.text.endsWith("Harbour\u00ad"), line.text);
});

test("a line may end behind a dash, not before closing quotes, nor after one letter of a word", () => {
  const content = `${"a-b “one”—two three—four ".repeat(60)}`;
  const setting = set(content);
  const lines = setting.bodies.flatMap((page) => page.lines.filter((line) => line.kind === "text"));
  assert.ok(lines.some((line) => /—$/.test(line.text)));
  for (const line of lines) {
    assert.doesNotMatch(line.text, /^[”’]/);
    assert.doesNotMatch(line.text, /(^|\s)a-$/);
  }
});

test("a word in another language is divided by its own patterns", () => {
  const russian = Array.from({ length: 40 }, () => "организация мир революционный").join(" ");
  const blocks = [paragraph([{ type: "lang", lang: "ru", children: [text(russian)] }])];
  const narrow = { ...PLAIN, margins: { ...THEME.margins, outer: 200 } };
  const { value } = typeset(chapter(blocks), narrow, MATERIALS);
  const ends = value.bodies.flatMap((page) =>
    page.lines.filter((line) => line.hyphenated).map((line) => line.offset + line.text.length),
  );
  assert.ok(ends.length > 0);
  for (const end of ends) {
    const head = russian.slice(russian.lastIndexOf(" ", end - 1) + 1, end);
    assert.match(head, /^(?:ор|орга|органи|организа|ре|рево|револю|революци|революцион)$/);
  }
});

test("the same chapter is set the same, and as plain data", () => {
  const once = chapter([paragraph(wordsOf(300, 3))]);
  const [one, two] = [1, 2].map(() => typeset(once, PLAIN, MATERIALS).value);
  assert.deepEqual(JSON.parse(JSON.stringify(one)), two);
});
