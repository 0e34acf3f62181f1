// Chapters of made-up prose are set, corrected, and set again with the pages of the first setting kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chapter } from "../book.ts";
import type { Bound, Setting } from "../page.ts";
import { chapter, MATERIALS, note, paragraph, THEME } from "../typeset/fixture.ts";
import { typeset } from "../typeset/typeset.ts";
import { keptPages } from "./keep.ts";
import { linesOf, type PrintedPage } from "./manifest.ts";
import { describeReach, reachOf } from "./reach.ts";

const WORDS =
  "the harbour water lay dry and a ferry came at noon with bread for every council that sat till dawn while nobody wrote down what was said in the long debate about instalments wages rent timber railways grain".split(
    " ",
  );

/** Prose of `count` words, the same for the same seed. */
function prose(count: number, seed: number): string {
  let state = seed * 7919 + 11;
  const words = Array.from({ length: count }, (_, i) => {
    state = (state * 48271) % 2147483647;
    return WORDS[state % WORDS.length]! + (i % 13 === 12 ? "." : "");
  });
  return `${words.join(" ")}.`;
}

const TEXTS = Array.from({ length: 26 }, (_, i) => prose(30 + ((i * 37) % 110), i + 1) + (i % 4 === 1 ? `^${i}` : ""));

/** A paragraph's id is made of its words, as `parse` makes it. */
function made(texts: readonly string[]): Chapter {
  const notes = texts.flatMap((text) => /\^(\d+)$/.exec(text)?.[1] ?? []);
  return chapter(
    texts.map((text) => ({ ...paragraph(text), id: `p-${text.length}-${text.slice(0, 20)}` })),
    notes.map((label) => note(label, paragraph(prose(12 + Number(label), Number(label) + 100)))),
  );
}

function set(texts: readonly string[], before: readonly PrintedPage[] = []): Setting {
  const whole = made(texts);
  const free = typeset(whole, THEME, MATERIALS).value;
  const kept = keptPages(before, free);
  return kept === null ? free : typeset(whole, THEME, MATERIALS, { kept }).value;
}

/** What each page shows, as text: marks of words with their places. */
function shown({ bodies, words }: Setting): string[] {
  return bodies.map(({ marks }) =>
    JSON.stringify(
      marks.flatMap((mark) =>
        mark.type === "text" ? [[mark.x, mark.y, mark.gaps, mark.words.map((word) => words[word]!.glyphs)]] : [],
      ),
    ),
  );
}

function pagesOf(setting: Setting): PrintedPage[] {
  return setting.bodies.map((body, i) => ({
    folio: `${i + 1}`,
    hash: "",
    chapter: setting.chapter,
    lines: linesOf(body).map(({ block, kind, text }) => ({ block, note: kind === "note", text })),
  }));
}

/** Numbers, from 0, of pages that differ. */
function changed(before: Setting, after: Setting): number[] {
  const [old, now] = [shown(before), shown(after)];
  return Array.from({ length: Math.max(old.length, now.length) }, (_, i) => i).filter((i) => old[i] !== now[i]);
}

const OLD = set(TEXTS);
const with_ = (at: number, change: (text: string) => string): string[] =>
  TEXTS.map((text, i) => (i === at ? change(text) : text));

function reach(before: Setting, after: Setting): string[] {
  const pages = after.bodies.map((_, i) => ({ folio: `${i + 1}`, body: { setting: 0, body: i } }));
  const bound = { settings: [after], pages } as unknown as Bound;
  return reachOf({ pages: pagesOf(before), sheets: [] }, bound).map(describeReach);
}

test("a chapter that is as it was has nothing to keep", () => {
  assert.equal(keptPages(pagesOf(OLD), OLD), null);
  assert.deepEqual(reach(OLD, OLD), []);
});

test("a word that is a letter longer changes lines of its own paragraph only", () => {
  for (const at of [2, 9, 17, 24]) {
    const texts = with_(at, (text) => text.replace(/ (council|ferry|harbour|debate) /, " $1s "));
    const now = set(texts, pagesOf(OLD));
    assert.equal(changed(OLD, now).length, 1, `paragraph ${at}`);
    assert.match(reach(OLD, now)[0]!, /^A test \(p\. \d+\): the reflow is confined to the paragraph$/);
  }
});

test("what is cut or put in moves fewer pages than it would", () => {
  let [free, stable] = [0, 0];
  for (const at of [3, 7, 11, 15]) {
    for (const change of [(text: string) => text.slice(0, 60), (text: string) => `${prose(30, 999)} ${text}`]) {
      const texts = with_(at, change);
      free += changed(OLD, set(texts)).length;
      stable += changed(OLD, set(texts, pagesOf(OLD))).length;
    }
  }
  assert.ok(stable <= 0.75 * free, `${stable} pages instead of ${free}`);
});

test("no page begins with a paragraph's last line or ends with its first for the sake of the old pages", () => {
  for (let at = 0; at < TEXTS.length; at += 5) {
    const now = set(
      with_(at, (text) => `${prose(17, at + 50)} ${text}`),
      pagesOf(OLD),
    );
    const text = now.bodies.map((body) => linesOf(body).filter(({ kind }) => kind === "text"));
    text.forEach((lines, page) => {
      const [first, last] = [lines[0]!, lines.at(-1)!];
      assert.ok(first.offset === 0 || !first.text.endsWith("\n"), `widow on page ${page}, change in ${at}`);
      assert.ok(last.offset > 0 || last.text.endsWith("\n"), `orphan on page ${page}, change in ${at}`);
    });
  }
});

test("the second correction keeps the pages of the first", () => {
  const once = set(
    with_(5, (text) => text.slice(0, 80)),
    pagesOf(OLD),
  );
  const twice = set(
    with_(5, (text) => text.slice(0, 80)).map((text, i) => (i === 20 ? text.replace(" a ", " the ") : text)),
    pagesOf(once),
  );
  assert.equal(changed(once, twice).length, 1);
});

test("nothing is kept of a chapter that was written anew", () => {
  const fresh = ["Another text altogether.", "It has two paragraphs."];
  assert.deepEqual(shown(set(fresh, pagesOf(OLD))), shown(set(fresh)));
});
