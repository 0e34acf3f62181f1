// Dashes typed as hyphens, and blanks about them that only a line's end put there.

import type { Patch } from "../flow.ts";
import type { Rule } from "./rule.ts";

export const typedDash: Rule = {
  name: "dashes/typed",
  why: "Two hyphens between words are a typewriter's dash.",
  apply({ text }) {
    const patches: Patch[] = [];
    for (const match of text.matchAll(
      /(?<=[\p{L}\p{N}.,;:!?”’"')\]\s\uFDD1])(-{2,3})(?=[\p{L}\p{N}“‘"'([\s\uFDD0-\uFDEF]|$)/gu,
    )) {
      if (text.trim().startsWith("-") && match.index < 3) continue;
      const { index } = match;
      patches.push({ start: index, end: index + match[0].length, after: "—", rule: "dashes/typed", confidence: 0.95 });
    }
    return patches;
  },
};
