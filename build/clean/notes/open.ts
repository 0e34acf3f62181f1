// From the candidates of a text without note bodies to calls that stay open. The one idea: nothing but the numbers is
// left to tell a call by, so a call counts if it belongs to a chain that goes up by one, and starts anew at 1.

import { type Desk, MARK, type Patch, type Piece } from "../flow.ts";
import { append, most } from "../many.ts";
import type { Candidate } from "./candidates.ts";

const REACH = 80;
const LEAST = 4;

/** The pieces with `?n` calls for the chains found among the candidates; `skip` are chapters that have their notes. */
export function openCalls(
  pieces: readonly Piece[],
  candidates: readonly Candidate[],
  skip: ReadonlySet<number>,
  desk: Desk,
): readonly Piece[] {
  const figures = candidates.filter(
    (each) => each.value !== null && isFigure(each) && !skip.has(pieces[each.piece]!.chapter),
  );
  const senses = sensesOf(figures, pieces);
  const free = figures.filter((each) => !senses.has(each));
  const links = bestChain(free, pieces);
  if (links.length < LEAST) return pieces;
  const chain = withMissing(withTheirLike(links, free), pieces);
  const patches = new Map<number, Patch[]>();
  for (const { piece, start, end, printed } of chain) {
    const after = `${MARK.callOpen}?${printed}${MARK.callClose}`;
    const own = patches.get(piece) ?? patches.set(piece, []).get(piece)!;
    own.push({ start, end, after, rule: "notes/call-open", confidence: 0.8 });
  }
  const first = chain[0]!;
  desk.journal.ask(
    "notes/no-bodies",
    pieces[first.piece]!.letters.slice(first.start, first.end),
    `The source has ${chain.length} note calls but no notes; the calls are kept as open.`,
  );
  return pieces.map((piece, index) => {
    const own = patches.get(index);
    return own === undefined ? piece : { ...piece, letters: piece.letters.patch(own, desk.journal) };
  });
}

/** "Frost: 1. Weather below nothing 2. A coldness 3. A failure": figures that count the senses of a word. */
function sensesOf(figures: readonly Candidate[], pieces: readonly Piece[]): ReadonlySet<Candidate> {
  const senses = new Set<Candidate>();
  const labels = figures.filter(
    ({ form, piece, end }) => form === "spaced" && /^\.\s/u.test(pieces[piece]!.letters.text.slice(end, end + 2)),
  );
  const highest = most(labels.map(({ value }) => value!));
  labels.forEach((first, i) => {
    if (first.value !== 1) return;
    const near = labels.slice(i, i + highest);
    const run = near.filter((each, k) => each.piece === first.piece && each.value === k + 1);
    if (run.length >= 2) for (const each of run) senses.add(each);
  });
  return senses;
}

/** A number alone. */
const LONE = /(?<=\s)[0-9]{1,3}(?=\s|$)/gu;

/** The chain with each number that it lacks, where between its neighbours that number stands alone once. */
function withMissing(chain: readonly Candidate[], pieces: readonly Piece[]): readonly Candidate[] {
  return chain.flatMap((next, i) => {
    const last = chain[i - 1];
    const value = next.value! - 1;
    const isMissing = last && (last.value === value - 1 || (value === 1 && last.value! > next.value!));
    const found = isMissing ? standingAlone(String(value), last, next, pieces) : [];
    return found.length === 1 ? [found[0]!, next] : [next];
  });
}

function standingAlone(printed: string, last: Candidate, next: Candidate, pieces: readonly Piece[]): Candidate[] {
  return pieces.slice(last.piece, next.piece + 1).flatMap(({ kind, letters }, k) => {
    if (kind === "heading") return [];
    const piece = last.piece + k;
    const from = piece === last.piece ? last.end : 0;
    const to = piece === next.piece ? next.start : letters.length;
    return [...letters.text.slice(from, to + 1).matchAll(LONE)].flatMap((match) => {
      const start = from + match.index - 1;
      const end = start + 1 + match[0].length;
      if (match[0] !== printed || start < from || end > to) return [];
      const at = letters.placeAt(start);
      return [{ piece, start, end, form: "spaced", printed, value: Number(printed), key: "", prior: 0, at } as const];
    });
  });
}

/**
 * Where pages stand out of order the chain breaks; a class of candidates of which the chain took nearly all is taken whole.
 */
function withTheirLike(chain: readonly Candidate[], free: readonly Candidate[]): readonly Candidate[] {
  const taken = new Set(chain);
  const highest = most(chain.map((each) => each.value!));
  const count = (all: readonly Candidate[]) => {
    const counts = new Map<string, number>();
    for (const { key } of all) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const hits = count(chain);
  const totals = count(free);
  return free.filter((each) => {
    const hit = hits.get(each.key) ?? 0;
    const sure = each.prior > 0 && hit >= 10 && hit >= 0.8 * totals.get(each.key)! && each.value! <= highest;
    return taken.has(each) || sure;
  });
}

function isFigure({ form, printed }: Candidate): boolean {
  return (
    form === "markup" || form === "bracket" || ((form === "glued" || form === "spaced") && /^[0-9]+$/u.test(printed))
  );
}

/** Longest chain by odds: a figure earns its prior, the next number earns more, gaps and new starts cost. */
function bestChain(free: readonly Candidate[], pieces: readonly Piece[]): Candidate[] {
  const best = new Float64Array(free.length);
  const from = new Int32Array(free.length).fill(-1);
  let anyScore = 0;
  let anyAt = -1;
  free.forEach((candidate, i) => {
    const value = candidate.value!;
    const own = Math.min(candidate.prior, 4) - 1;
    let score = anyScore - startCost(value);
    let before = anyAt;
    for (let k = i - 1; k >= 0 && k >= i - REACH; k -= 1) {
      const linked = best[k]! + linkOdds(free[k]!, candidate, pieces);
      if (linked > score) {
        score = linked;
        before = k;
      }
    }
    best[i] = score + own;
    from[i] = before;
    // chains may only be left at their ends; a short one has not earned the next start
    if (best[i]! > anyScore) {
      anyScore = best[i]!;
      anyAt = i;
    }
  });
  const chain: Candidate[] = [];
  for (let at = anyAt; at >= 0; at = from[at]!) chain.push(free[at]!);
  return dropStumps(chain.reverse());
}

function startCost(value: number): number {
  return value === 1 ? 2.5 : 3.5 + Math.min(4, value - 1);
}

function linkOdds(a: Candidate, b: Candidate, pieces: readonly Piece[]): number {
  const step = b.value! - a.value!;
  if (step === 1) return 2.5;
  if (step > 1 && step <= 6) return 0.5 - step;
  if (b.value === 1) return pieces[a.piece]!.chapter === pieces[b.piece]!.chapter ? -2 : 0;
  return Number.NEGATIVE_INFINITY;
}

/** Runs of fewer than two numbers are chance, unless markup says what they are. */
function dropStumps(chain: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  let run: Candidate[] = [];
  const flush = () => {
    if (run.length >= 2 || run.some((each) => each.form === "markup" || each.prior >= 3)) append(kept, run);
    run = [];
  };
  for (const each of chain) {
    const last = run[run.length - 1];
    if (last && (each.value! <= last.value! || each.value! > last.value! + 6)) flush();
    run.push(each);
  }
  flush();
  return kept;
}
