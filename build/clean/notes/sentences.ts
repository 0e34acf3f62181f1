// From a text and a place in it to the sentence there, and the ends of its sentences.

/** No sentence ends at an ellipsis before a word in lower case. */
const END = /[.!?…]["”’'»)\]\uFDD1\uFDD3]*(?=\s|$)(?<!(?:…|\.\.\.)(?=\s\p{Ll}))/gu;
const SHORT =
  /(?:^|[\s(“"‘'—–-])(?:Mr|Mrs|Ms|Dr|St|Prof|Rev|Gen|Col|Capt|Hon|Messrs|No|Nos|vol|vols|p|pp|ch|ed|eds|trans|cf|e\.g|i\.e|viz|etc|op|cit|ibid|Ibid|\p{Lu})\.$/u;

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

/** The sentence a call at `start` to `end` belongs to: the one that ends there, or the one around it; and the one before it. */
export function calledSentences(
  text: string,
  start: number,
  end: number,
): { readonly own: string; readonly before: string } {
  const left = text.slice(Math.max(0, start - REACH), start);
  const stops = sentenceEnds(left).filter((stop) => stop < left.length - 4);
  const from = stops.at(-1) ?? 0;
  const own = left.slice(from);
  const before = left.slice(stops.at(-2) ?? 0, from);
  if (CLOSED.test(own)) return { own, before };
  const right = text.slice(end, end + REACH);
  return { own: `${own} ${right.slice(0, sentenceEnds(right)[0])}`, before };
}

const CLOSED = /[.!?…]["”’'»)\]\uFDD1\uFDD3]*$/u;
