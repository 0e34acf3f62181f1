// From a text and a place in it to the sentence there, the ends of its sentences, and the words that tell it from others.

const END = /[.!?…]["”’'»)\]\uFDD1\uFDD3]*(?=\s|$)/gu;
const SHORT =
  /(?:^|[\s(“"‘'])(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Gen|Col|Capt|Hon|Messrs|No|Nos|vol|vols|p|pp|ch|ed|eds|trans|cf|e\.g|i\.e|viz|etc|op|cit|ibid|Ibid|\p{Lu})\.$/u;

/** Offsets behind the sentence ends of a text, its own end among them. */
export function sentenceEnds(text: string): number[] {
  const ends: number[] = [];
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    if (match[0] === "." && SHORT.test(text.slice(Math.max(0, end - 10), end))) continue;
    ends.push(end);
  }
  if (ends[ends.length - 1] !== text.length) ends.push(text.length);
  return ends;
}

const REACH = 400;

/** The sentence that stands around or ends at `at`, cut to 400 letters. */
export function sentenceAround(text: string, at: number): string {
  const from = Math.max(0, at - REACH);
  const slice = text.slice(from, Math.min(text.length, at + REACH));
  let start = 0;
  let end = slice.length;
  for (const stop of sentenceEnds(slice)) {
    if (from + stop < at - 4) start = stop;
    else {
      end = stop;
      break;
    }
  }
  return slice.slice(start, end).replace(/[\uFDD0-\uFDEF]/gu, "");
}

/** The sentence before `at` and the one before it. */
export function contextOf(text: string, at: number): string {
  const slice = text.slice(Math.max(0, at - REACH), at);
  const ends = sentenceEnds(slice).filter((end) => end < slice.length - 4);
  return slice.slice(ends[ends.length - 2] ?? 0);
}

const NAME = /\p{Lu}\p{Ll}{3,}/gu;
const COMMON = new Set(
  "The This That These Those There Their Then They When Where While With What Which Who Whose Also Such Some Here From Ibid Press London York Paris Berlin Moscow Cambridge Oxford University Works Volume Chapter Page Letter Book Books History See Quoted Have Been Were Will Would After Before Under Over However".split(
    " ",
  ),
);

/** Names and words with a capital, but those that stand in every note. */
export function rareWords(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const [word] of text.matchAll(NAME)) if (!COMMON.has(word)) words.add(word);
  return words;
}
