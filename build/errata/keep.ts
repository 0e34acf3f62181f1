// Takes a chapter's pages in an earlier edition and the chapter as it would be set now, gives the earlier pages told by
// places of the chapter as it is now, for the typesetter to keep. The one idea: both are read as words in reading order,
// what stands in both is found once, and every old line begins where its first word stands now.

import { diffArrays } from "diff";
import type { BodyLine, KeptLine, KeptPage, Setting } from "../page.ts";
import { linesOf, type PrintedLine, type PrintedPage } from "./manifest.ts";

/** null: the chapter is set line by line as it was, or nothing of it is left to keep. */
export function keptPages(before: readonly PrintedPage[], now: Setting): readonly KeptPage[] | null {
  const pages = now.bodies.map(linesOf);
  if (before.length === 0 || isSame(before, pages)) return null;
  const flat = pages.flat();
  const text = placesOf(
    before.flatMap(({ lines }) => lines.filter(({ note }) => !note)),
    flat.filter(({ kind }) => kind !== "note"),
  );
  const notes = placesOf(
    before.flatMap(({ lines }) => lines.filter(({ note }) => note)),
    flat.filter(({ kind }) => kind === "note"),
  );
  if (text === null || notes === null) return null;
  let [line, note] = [0, 0];
  return before.map(({ lines }) => {
    const count = lines.filter((each) => each.note).length;
    const page = {
      lines: text.slice(line, line + lines.length - count),
      notes: notes.slice(note, note + count),
    };
    line += lines.length - count;
    note += count;
    return page;
  });
}

function isSame(before: readonly PrintedPage[], now: readonly (readonly BodyLine[])[]): boolean {
  const same = (old: PrintedLine, line: BodyLine | undefined): boolean =>
    line !== undefined && old.text === line.text && old.note === (line.kind === "note");
  return (
    before.length === now.length &&
    before.every(({ lines }, page) => {
      const others = now[page]!;
      return lines.length === others.length && lines.every((line, i) => same(line, others[i]));
    })
  );
}

interface Word {
  /** With a newline where it ends a paragraph. */
  readonly text: string;
  /** Its first character. */
  readonly block: string;
  readonly offset: number;
}

/** Edits beyond which two texts are not versions of one another. */
const MOST_EDITS = 4000;

/** Where each old line begins now; null: the texts have too little in common. */
function placesOf(before: readonly PrintedLine[], now: readonly BodyLine[]): KeptLine[] | null {
  const old = wordsOf(before.map(({ text }) => ({ text, block: "", offset: 0 })));
  const fresh = wordsOf(now);
  const changes = diffArrays(
    old.words.map(({ text }) => text),
    fresh.words.map(({ text }) => text),
    { maxEditLength: MOST_EDITS },
  );
  if (changes === undefined) return null;
  // Of each old word the new one in its stead, and whether it is the same.
  const stead: number[] = [];
  const same: boolean[] = [];
  let at = 0;
  changes.forEach(({ value, added, removed }, i) => {
    if (added) {
      const gone = changes[i - 1]?.removed ? changes[i - 1]!.value.length : 0;
      for (let k = 0; k < gone; k += 1) stead[stead.length - gone + k] = at + Math.min(k, value.length - 1);
      at += value.length;
      return;
    }
    for (let k = 0; k < value.length; k += 1) {
      stead.push(removed ? at : at + k);
      same.push(!removed);
    }
    if (!removed) at += value.length;
  });
  return old.lines.map(({ word, into }, i) => {
    const end = old.lines[i + 1] ?? { word: old.words.length, into: 0 };
    const last = end.into > 0 ? end.word : end.word - 1;
    let whole = true;
    for (let k = word; k <= last; k += 1) whole &&= same[k]! && stead[k] === stead[word]! + k - word;
    const place = fresh.words[Math.min(stead[word] ?? 0, fresh.words.length - 1)];
    const kept = same[word] ?? false;
    return { block: place?.block ?? "", offset: (place?.offset ?? 0) + (kept ? into : 0), same: whole };
  });
}

interface Words {
  readonly words: readonly Word[];
  /** The word each line begins in, and with which of its characters. */
  readonly lines: readonly { readonly word: number; readonly into: number }[];
}

function wordsOf(lines: readonly { readonly text: string; readonly block: string; readonly offset: number }[]): Words {
  const words: Word[] = [];
  const starts: { word: number; into: number }[] = [];
  let open = null as Word | null;
  for (const { text, block, offset } of lines) {
    starts.push({ word: words.length, into: open?.text.length ?? 0 });
    for (const { 0: part, index } of text.matchAll(/[^ \n\u00a0]*[ \n\u00a0]?/g)) {
      const bare = part.replace(/[ \n\u00a0]$/, "");
      if (bare !== "")
        open = open ? { ...open, text: open.text + bare } : { text: bare, block, offset: offset + index };
      if (open && bare !== part) {
        words.push(part.endsWith("\n") ? { ...open, text: `${open.text}\n` } : open);
        open = null;
      }
    }
  }
  if (open) words.push(open);
  return { words, lines: starts };
}
