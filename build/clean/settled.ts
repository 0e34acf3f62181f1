// Takes the chapters of a sound Markdown file; gives them with the notes they call. The one idea: a note belongs to every
// chapter that calls it, wherever in the file it stands; a chapter that holds its own is left letter for letter.

import type { SourceMarks } from "../numbering.ts";
import { proseLines, type Stretch, trimmed } from "./fences.ts";
import { type Journal, Letters, type Patch } from "./flow.ts";

interface Definition {
  readonly label: string;
  readonly letters: Letters;
}

interface Part {
  readonly whole: Letters;
  /** Without its definitions, and without the headings that stand over nothing else. */
  readonly rest: Letters;
  readonly emptied: readonly Letters[];
  readonly definitions: readonly Definition[];
  /** Labels in the order of first calls, those in its notes behind those in its text. */
  readonly calls: Set<string>;
}

export interface Settled {
  readonly letters: Letters;
  readonly marks: SourceMarks;
}

const CALL = /(?<!\\)\[\^([^[\]\s]+)\]/g;
const DEFINITION = /^ {0,3}\[\^([^\]\s]+)\]:/;

/**
 * Every note to the chapters that call it, numbered from 1 where any had to move, with its number before as its mark. A part
 * whose notes are its own is left as it stands. A heading over nothing but notes goes with them, but not where some stay and
 * nothing else does.
 */
export function settleNotes(
  parts: readonly Letters[],
  { before, named }: { readonly before: SourceMarks; readonly named: boolean },
  journal: Journal,
): Settled[] {
  const read = parts.map((part) => partOf(part, named));
  const anywhere = new Map<string, Letters>();
  for (const { label, letters } of read.flatMap(({ definitions }) => definitions)) {
    if (!anywhere.has(label)) anywhere.set(label, letters);
  }
  const taken = new Set<Letters>();
  for (const { calls, definitions } of read) {
    const own = new Map(definitions.map(({ label, letters }) => [label, letters]));
    for (const label of calls) {
      const body = own.get(label) ?? anywhere.get(label);
      if (body === undefined) continue;
      taken.add(body);
      for (const inner of callsIn(body.text)) calls.add(inner);
    }
  }
  const isWhole = ({ definitions, calls }: Part): boolean => {
    const own = new Set(definitions.map(({ label }) => label));
    const lacks = [...calls].some((label) => !own.has(label) && anywhere.has(label));
    return !lacks && !definitions.some(({ label, letters }) => !calls.has(label) && taken.has(letters));
  };
  const whole = new Set(read.filter(isWhole));
  const given = new Set([...whole].flatMap(({ definitions }) => definitions.map(({ letters }) => letters)));
  return read.flatMap((part): Settled[] => {
    const own = new Map(part.definitions.map(({ label, letters }) => [label, letters]));
    if (whole.has(part)) {
      return [{ letters: part.whole, marks: new Map([...before].filter(([label]) => own.has(label))) }];
    }
    const uncalled = part.definitions.filter(({ letters }) => !taken.has(letters)).map(({ label }) => label);
    const labels = [...part.calls].filter((label) => own.has(label) || anywhere.has(label));
    const over = part.rest.length === 0 && uncalled.length > 0 ? part.emptied.slice(0, 1) : [];
    const rest = over[0] ?? part.rest;
    for (const heading of part.emptied.slice(over.length)) journal.setAside("furniture", heading);
    if (rest.length + labels.length + uncalled.length === 0) return [];
    const bodies = new Map([...labels, ...uncalled].map((label) => [label, own.get(label) ?? anywhere.get(label)!]));
    return [withNotes(rest, bodies, given, before, journal)];
  });
}

/** `named`: the part's own title stays, whatever it stands over. */
function partOf(whole: Letters, named: boolean): Part {
  const found = definitionsIn(whole.text);
  const definitions = found.map(({ label, start, end }) => ({ label, letters: whole.slice(start, end) }));
  const headings = headingsOver(whole.text, found).filter(({ start }) => !(named && start === 0));
  const emptied = headings.map(({ start, end }) => whole.slice(start, end));
  const parts: Letters[] = [];
  let from = 0;
  for (const { start, end } of [...found, ...headings].sort((a, b) => a.start - b.start)) {
    parts.push(trimmed(whole.slice(from, start)));
    from = end;
  }
  parts.push(trimmed(whole.slice(from)));
  const kept = parts.filter((part) => part.text.trim() !== "");
  const rest = Letters.concat(kept.flatMap((part, i) => (i === 0 ? [part] : [Letters.made("\n\n"), part])));
  return { whole, rest, emptied, definitions, calls: callsIn(rest.text) };
}

/** Headings with nothing but definitions, and at least one, between them and the next heading. */
function headingsOver(text: string, definitions: readonly Stretch[]): Stretch[] {
  const headings = proseLines(text).filter((line) => /^#{1,6}\s/.test(line.text));
  let next = 0;
  return headings.filter(({ end }, i) => {
    const to = headings[i + 1]?.start ?? text.length;
    while (next < definitions.length && definitions[next]!.start < end) next += 1;
    const first = next;
    while (next < definitions.length && definitions[next]!.end <= to) next += 1;
    const inside = definitions.slice(first, next);
    let from = end;
    const between = [...inside, { start: to, end: to }].map((each) => {
      const blank = text.slice(from, each.start).trim() === "";
      from = each.end;
      return blank;
    });
    return inside.length > 0 && between.every(Boolean);
  });
}

function callsIn(text: string): Set<string> {
  return new Set([...text.matchAll(CALL)].map(([, label]) => label!).filter((label) => !label.startsWith("?")));
}

/**
 * A definition ends before the next, or before a line that an empty one parts from it and that is not indented. A second one
 * of a label is none: it stays where it stands.
 */
function definitionsIn(text: string): (Stretch & { readonly label: string })[] {
  const found: (Stretch & { readonly label: string })[] = [];
  const labels = new Set<string>();
  let open = false;
  let blank = false;
  for (const line of proseLines(text)) {
    const label = DEFINITION.exec(line.text)?.[1];
    if (label !== undefined) {
      open = !labels.has(label);
      if (open) found.push({ label, start: line.start, end: line.end });
      labels.add(label);
    } else if (line.text.trim() === "") {
      blank = true;
      continue;
    } else if (open && (!blank || /^(?: {2,}|\t)/.test(line.text))) {
      found[found.length - 1] = { ...found.at(-1)!, end: line.end };
    } else open = false;
    blank = false;
  }
  return found;
}

/**
 * The text with its notes behind it, in their order; those with numbers count from 1. `given`: the notes that have their
 * place already, in another chapter; what is written here a second time has none.
 */
function withNotes(
  rest: Letters,
  notes: ReadonlyMap<string, Letters>,
  given: Set<Letters>,
  before: SourceMarks,
  journal: Journal,
): Settled {
  const order = [...notes.keys()];
  const numbered = order.filter(isNumber);
  const numbers = new Map(numbered.map((label, i) => [label, String(i + 1)]));
  const labels = new Map(order.map((label) => [label, numbers.get(label) ?? label]));
  const relabel = (letters: Letters): Letters => letters.patch(relabelled(letters, labels, journal), journal);
  const bodyOf = (letters: Letters): Letters => {
    const again = given.has(letters);
    given.add(letters);
    return again ? Letters.made(relabel(letters).text) : relabel(letters);
  };
  const bodies = [...notes.values()]
    .flatMap((letters) => [Letters.made("\n\n"), bodyOf(letters)])
    .slice(rest.length > 0 ? 0 : 1);
  const marks = order.flatMap((label): [string, string][] => {
    const mark = before.get(label) ?? (isNumber(label) ? label : undefined);
    return mark === undefined ? [] : [[labels.get(label)!, mark]];
  });
  return { letters: Letters.concat([relabel(rest), ...bodies]), marks: new Map(marks) };
}

const isNumber = (label: string): boolean => /^[1-9]\d*$/.test(label);

/** Calls and the label of a definition, renamed. A number that no note bears would now be another's: it stays as a lost one. */
function relabelled(letters: Letters, labels: ReadonlyMap<string, string>, journal: Journal): Patch[] {
  return [...letters.text.matchAll(CALL)].flatMap(({ index, 1: label }): Patch[] => {
    const start = index + 2;
    const end = start + label!.length;
    const known = labels.get(label!);
    if (known === undefined && isNumber(label!)) {
      const text = `The call ${label} leads to a note that is not in the source.`;
      journal.ask("notes/lost-body", letters.slice(start, end), text);
    }
    const after = known ?? (isNumber(label!) ? `?${label}` : label!);
    return after === label ? [] : [{ start, end, after, rule: "notes/label", confidence: 1 }];
  });
}
