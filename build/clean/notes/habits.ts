// From the calls of a text that are evident to where this author calls notes: behind quotations, at the ends of paragraphs,
// within sentences. The one idea: what is evident of most calls is likely of those that left no trace.

import { before } from "./candidates.ts";

/** A kind of place. */
export type Spot = "quotation and paragraph" | "quotation" | "paragraph" | "sentence" | "within";

/** The share of such places that have a call, in books taken together; only how they stand to each other counts. */
const USUAL: Readonly<Record<Spot, number>> = {
  "quotation and paragraph": 0.3,
  quotation: 0.2,
  paragraph: 0.18,
  sentence: 0.07,
  within: 0.025,
};

/** Calls imagined where one expects them, beside those of the text. */
const IMAGINED = 3;
const MOST = 1.5;

/** Where a call that takes the letters from `start` to `end` stands. */
export function spotOf(text: string, start: number, end: number): Spot {
  const left = before(text, start);
  const last = !/[\p{L}\p{N}]/u.test(text.slice(end, end + 8));
  if (left === "quote") return last ? "quotation and paragraph" : "quotation";
  if (last && left !== "comma") return "paragraph";
  return left === "stop" ? "sentence" : "within";
}

export class Habits {
  private readonly known = new Map<Spot, number>();

  /** `places`: all places of the text that may have a call; `calls`: those of them that evidently have one. */
  constructor(places: readonly Spot[], calls: readonly Spot[]) {
    const spots = Object.keys(USUAL) as Spot[];
    const count = (all: readonly Spot[], spot: Spot) => all.filter((each) => each === spot).length;
    const usual = places.reduce((sum, spot) => sum + USUAL[spot], 0);
    if (usual === 0 || calls.length === 0) return;
    for (const spot of spots) {
      const expected = (count(places, spot) * USUAL[spot] * calls.length) / usual;
      const odds = Math.log((count(calls, spot) + IMAGINED) / (expected + IMAGINED));
      this.known.set(spot, Math.max(-MOST, Math.min(MOST, odds)));
    }
  }

  /** Log odds of a call at such a place, beside those of any book. */
  odds(spot: Spot): number {
    return this.known.get(spot) ?? 0;
  }
}
