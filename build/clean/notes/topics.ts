// From a note and a sentence to how much they speak of the same. The one idea: a word that both have says the more the
// rarer it is in the text; endings, accents and small differences between languages are passed over by comparing heads
// of words (Salton and Buckley, Information Processing & Management 24, 1988, 513–523, weigh terms the same way).

import type { Vocabulary } from "../flow.ts";
import { calledSentences } from "./sentences.ts";

const HEAD = 4;
/** Words, and years: what is shared is the more telling, the rarer. */
const WORD = /\p{L}{4,}|(?<![0-9])1[0-9]{3}(?![0-9])/gu;

/** Words between two ends of a sentence. */
const PER_SENTENCE = 25;

/** What a nat of rarity earns: the same within a tenth in three books whose notes and sentences were compared. */
const EARNS = 0.33;
const MOST = 4;

/** Right before the call, of a word the note begins with. */
const EARNS_LEMMA = 0.4;
const MOST_LEMMA = 3;

/** In the sentence before. */
const EARNS_BEFORE = 0.12;

/** Words that stand in every other note. */
const COMMON = headsOf(
  "press london york paris berlin moscow cambridge oxford university works volume chapter page letter book history quoted edition translated ibid this that these those there their then they when where while with what which whose also such some here from have been were will would after before under over however",
);

export class Topics {
  private readonly counts = new Map<string, number>();
  private readonly sentences: number;

  constructor(vocabulary: Vocabulary) {
    let words = 0;
    for (const [word, count] of vocabulary) {
      words += count;
      for (const head of headsOf(word)) this.counts.set(head, (this.counts.get(head) ?? 0) + count);
    }
    this.sentences = words / PER_SENTENCE;
  }

  /** Log odds by which shared words tell a note's own sentence, and the one before it, from others. */
  odds(note: ReadonlySet<string>, { own, before }: Context): number {
    let sum = 0;
    for (const head of own) if (note.has(head)) sum += EARNS * this.rarity(head);
    for (const head of before) if (note.has(head) && !own.has(head)) sum += EARNS_BEFORE * this.rarity(head);
    return Math.min(MOST, sum);
  }

  /** Log odds by which the last word before a call is the one its note begins with and speaks of. */
  lemma(opening: ReadonlySet<string>, { last }: Context): number {
    return last !== null && opening.has(last) ? Math.min(MOST_LEMMA, EARNS_LEMMA * this.rarity(last)) : 0;
  }

  /** In nats. The note's own use of the word does not make it a common one. */
  private rarity(head: string): number {
    const elsewhere = Math.max(1, (this.counts.get(head) ?? 0) - 1);
    return Math.max(0, Math.log(Math.max(this.sentences, 12) / elsewhere));
  }
}

/** What the sentence of a call speaks of, and the one before it. */
export interface Context {
  readonly own: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  /** The head of the word that stands right before the call. */
  readonly last: string | null;
}

/** The heads of a text's longer words, without accents, in lower case. */
function headsOf(text: string): ReadonlySet<string> {
  const heads = new Set<string>();
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const [word] of plain.matchAll(WORD)) heads.add(word.slice(0, HEAD));
  return heads;
}

/** Heads of the words a note can share with its sentence. */
export function topicOf(text: string): ReadonlySet<string> {
  return new Set([...headsOf(text)].filter((head) => !COMMON.has(head)));
}

const OPENING = 48;

/** Heads of the words a note begins with. */
export function openingOf(text: string): ReadonlySet<string> {
  return topicOf(/^.*(?=\P{L})/su.exec(text.slice(0, OPENING))?.[0] ?? "");
}

const LONGEST_WORD = 40;

/** The context of a call that takes the letters from `start` to `end`. */
export function contextAt(text: string, start: number, end: number): Context {
  const { own, before } = calledSentences(text, start, end);
  const [word] = /[\p{L}\p{M}]+(?=[^\p{L}\p{N}]*$)/u.exec(text.slice(Math.max(0, start - LONGEST_WORD), start)) ?? [];
  const [last = null] = word === undefined ? [] : headsOf(word);
  return { own: headsOf(own), before: headsOf(before), last };
}
