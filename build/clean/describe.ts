// Takes what cleaning did; gives it as text for people: the order and its evidence, a count for each rule with examples,
// what was set aside, and the questions.

import type { Cleaned } from "./clean.ts";
import type { Edit } from "./flow.ts";

const EXAMPLES = 5;
const LONGEST = 60;

export function describeEdits(cleaned: Cleaned): string {
  const { order, edits, setAside, questions, budget } = cleaned;
  const lines = [
    `order: ${order.hypothesis}, confidence ${order.confidence.toFixed(2)}`,
    ...order.evidence.map((each) => `  ${each}`),
    "",
    `edits: ${edits.length}`,
    ...describeRules(edits),
    "",
    `set aside: ${setAside.length}`,
    ...setAside.map((aside) => `  ${aside.kind} at ${aside.span.start}: ${shown(aside.text)}`),
    "",
    `questions: ${questions.length}`,
    ...questions.map((each) =>
      `  ${each.rule} at ${each.span.start}: ${each.text} ${each.candidates.join(" | ")}`.trimEnd(),
    ),
    "",
    `budget: ${budget.source} characters: ${budget.kept} kept, ${budget.blanks} blanks, ${budget.edited} edited, ` +
      `${budget.aside} set aside, ${budget.unexplained.length} unexplained`,
  ];
  return `${lines.join("\n")}\n`;
}

function describeRules(edits: readonly Edit[]): string[] {
  const rules = new Map<string, Edit[]>();
  for (const edit of edits) (rules.get(edit.rule) ?? rules.set(edit.rule, []).get(edit.rule)!).push(edit);
  return [...rules].flatMap(([rule, own]) => [
    `  ${rule}: ${own.length}`,
    ...[...own]
      .sort((a, b) => a.confidence - b.confidence)
      .slice(0, EXAMPLES)
      .map(
        (edit) =>
          `    at ${edit.span.start} [-${shown(edit.before)}-] {+${shown(edit.after)}+} ${edit.confidence.toFixed(2)}`,
      ),
  ]);
}

function shown(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > LONGEST ? `${flat.slice(0, LONGEST)}…` : flat;
}
