// Takes a written chapter, gives where each stretch of it stands in the source: what `why` leads back by.

import type { Letters } from "./flow.ts";

/** Characters of a chapter from `to` on are those of the source from `from` on. */
export interface Run {
  readonly to: number;
  readonly from: number;
  readonly length: number;
}

/** In the chapter's order. Characters that rules put in belong to no run. */
export function traceOf({ at }: Letters): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < at.length; ) {
    const from = at[i]!;
    const to = i;
    i += 1;
    if (from < 0) continue;
    while (i < at.length && at[i] === from + i - to) i += 1;
    runs.push({ to, from, length: i - to });
  }
  return runs;
}
