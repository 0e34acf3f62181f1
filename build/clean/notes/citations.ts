// From the citations among the notes and the text before a place to the odds that the place is the note's. The one idea: an
// author cited again and again is mostly the one the text named last, and a title just named is the one that is cited.

import type { Piece } from "../flow.ts";
import type { Candidate } from "./candidates.ts";
import type { Wanted } from "./wanted.ts";

/** Letters before a place in which an author was last named, and those in which others are named. */
const FAR = 1200;
const NEAR = 500;
/** How often the author cited is the one the text named last, another it named, or none. */
const NAMED = { last: 0.6, earlier: 0.2, never: 0.2 };
/** Notes that follow each other cite the same: they are no independent witnesses. */
const WEIGHT = 0.6;
/** What the last words before a call earn that are words of a title the note names. */
const TITLE = 3;

interface Context {
  /** The three words before the place. */
  readonly tail: string | null;
  /** The last author of several notes who is named, and those named near by. */
  readonly last: string | null;
  readonly near: ReadonlySet<string>;
}

export class Citations {
  private readonly pieces: readonly Piece[];
  private readonly candidates: readonly Candidate[];
  /** Runs of three words with a name among them. */
  private readonly runs: readonly ReadonlySet<string>[];
  /** Who is cited three times and more, and how often. */
  private readonly authors = new Map<string, number>();
  private readonly authorOf: readonly (string | null)[];
  private readonly contexts = new Map<number, Context>();

  constructor(pieces: readonly Piece[], candidates: readonly Candidate[], wanted: readonly Wanted[]) {
    this.pieces = pieces;
    this.candidates = candidates;
    const texts = wanted.map(({ note }) => plain(note.pieces.map((piece) => piece.letters.text).join(" ")));
    this.runs = texts.map((text) => new Set(runsOf(text.slice(0, 400))));
    this.authorOf = authorsOf(texts);
    for (const author of this.authorOf) {
      if (author !== null) this.authors.set(author, (this.authors.get(author) ?? 0) + 1);
    }
    for (const [author, count] of this.authors) if (count < 3) this.authors.delete(author);
  }

  /** Log odds; 0 where nothing is known. */
  odds(i: number, j: number): number {
    const context = this.contextOf(j);
    const title = context.tail !== null && this.runs[i]!.has(context.tail) ? TITLE : 0;
    return title + WEIGHT * this.authorOdds(this.authorOf[i]!, context);
  }

  private authorOdds(cited: string | null, { last, near }: Context): number {
    const count = cited === null ? undefined : this.authors.get(cited);
    if (cited === null || last === null || count === undefined) return 0;
    const share = Math.min(0.9, count / this.authorOf.length);
    if (cited === last) return Math.log(NAMED.last / share);
    if (near.has(cited)) return Math.log(NAMED.earlier / (share * (1 - share)));
    return Math.log(NAMED.never / (1 - share));
  }

  private contextOf(j: number): Context {
    let context = this.contexts.get(j);
    if (context === undefined) {
      context = this.readContext(this.candidates[j]!);
      this.contexts.set(j, context);
    }
    return context;
  }

  private readContext({ piece, start }: Candidate): Context {
    let text = this.pieces[piece]!.letters.text.slice(Math.max(0, start - FAR), start);
    for (let p = piece - 1; p >= 0 && text.length < FAR; p -= 1) {
      const before = this.pieces[p]!;
      if (before.chapter !== this.pieces[piece]!.chapter) break;
      text = `${before.letters.text.slice(-(FAR - text.length))} ${text}`;
    }
    text = plain(text);
    const tail = /[\p{L}\p{M}]$/u.test(text) ? (runsOf(text.slice(-60)).at(-1) ?? null) : null;
    if (this.authors.size < 2) return { tail, last: null, near: new Set() };
    const last = namesIn(text).findLast((name) => this.authors.has(name)) ?? null;
    return { tail, last, near: new Set(namesIn(text.slice(-NEAR))) };
  }
}

function plain(text: string): string {
  return text.replace(/[\uFDD0-\uFDEF]/gu, "");
}

/** Words of four letters and more with a capital, in lower case. */
function namesIn(text: string): string[] {
  return (text.match(/\p{Lu}[\p{Ll}\p{M}]{3,}/gu) ?? []).map((name) => name.toLowerCase());
}

const RUN = /[\p{L}\p{M}’'-]+/gu;

/** All runs of three words that hold a name, in lower case. */
function runsOf(text: string): string[] {
  const words = text.match(RUN) ?? [];
  const runs: string[] = [];
  for (let i = 2; i < words.length; i += 1) {
    const run = `${words[i - 2]} ${words[i - 1]} ${words[i]}`;
    if (/\p{Lu}\p{Ll}{2}/u.test(run)) runs.push(run.toLowerCase());
  }
  return runs;
}

const REPEATS = /^(?:Ibid|Idem|Ebd|Op\. cit|Loc\. cit)\b/iu;

/** Whose work each note cites: named there, or the author of the work the note before cited, or of the title it shortens. */
function authorsOf(texts: readonly string[]): (string | null)[] {
  const titles = new Map<string, string>();
  const named = texts.map((text) => (REPEATS.test(text) ? null : authorIn(text)));
  const known = new Set(named.filter((author, i) => author !== null && named.indexOf(author) < i));
  const found: (string | null)[] = [];
  texts.forEach((text, i) => {
    const start = text.slice(0, 80);
    const title = titleIn(start, named[i] ?? null);
    const own = named[i] ?? namesIn(start).find((name) => known.has(name)) ?? null;
    const author =
      own ?? (REPEATS.test(text) ? (found[i - 1] ?? null) : title === null ? null : (titles.get(title) ?? null));
    found.push(author);
    if (author !== null && title !== null) titles.set(title, author);
  });
  return found;
}

/** The first two words of the work, behind its author's name. */
function titleIn(start: string, author: string | null): string | null {
  const work = author === null ? start : start.slice(start.indexOf(",") + 1);
  const title = /^[\s“"‘']*(\p{Lu}[\p{L}’'-]*\s+[\p{L}’'-]+)/u.exec(work)?.[1] ?? "";
  return title.length < 8 ? null : title.toLowerCase();
}

/** The last name before the first comma of a citation. */
function authorIn(text: string): string | null {
  const names =
    /^(?!(?:The|A|An|On|In|La|Le|Les|Der|Die|Das|El|Il) )((?:\p{Lu}\p{Ll}*\.? ?|(?:de|van|von|and|de la|du) ){1,5}),/u.exec(
      text,
    );
  const last = names?.[1]?.match(/\p{Lu}\p{Ll}{2,}/gu)?.at(-1);
  return last === undefined ? null : last.toLowerCase();
}
