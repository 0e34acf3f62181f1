// Takes numbers and the sides they were seen on; gives the series that may be folios. The one idea: folios step evenly from
// side to side, along the whole text or, where signatures are sewn one behind the other, along each signature:
//
//     side        0   1   2   3 | 4   5   6   7
//     rising      1   2   3   4 | 9  10  11  12          slope 1, a new offset in each signature
//     falling     8   7   6   5 | 16 15  14  13          slope -1

/** A number seen on a side. */
export interface Sight {
  readonly side: number;
  readonly value: number;
  /** Lines between it and the nearest edge of its leaf. */
  readonly edge: number;
}

export interface Series {
  /** Folios a side: 1, or 2 where both pages of a side are counted one after the other; below 0 where they fall. */
  readonly slope: number;
  readonly fits: (side: number, value: number) => boolean;
  /** What it has on a side; null beyond its signature. */
  readonly at: (side: number) => number | null;
}

interface Run {
  readonly slope: number;
  readonly offset: number;
  /** Rising. */
  readonly sides: readonly number[];
  /** Of all its sights. */
  readonly edges: number;
}

const SLOPES = [1, -1, 2, -2] as const;
const LEAST = 3;
/** Part of all sides on which a series is believed by itself. */
const ALONE = 0.3;
/** Part of all sides on which the series of signatures, of one slope, must be seen together. */
const TOGETHER = 0.4;
/** Sides at most between two sightings in one signature. */
const GAP = 3;

/** `sides`: how many there are. */
export function findSeries(sights: readonly Sight[], sides: number): Series[] {
  const lines = linesThrough(sights);
  const whole = withoutNoteNumbers(lines.filter((run) => run.sides.length >= Math.max(LEAST, sides * ALONE)));
  const parts = signaturesOf(lines, whole);
  const covered = (slope: number): number =>
    [...whole, ...parts].filter((run) => run.slope === slope).reduce((sum, run) => sum + run.sides.length, 0);
  return [
    ...whole.map((run) => seriesOf(run, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)),
    ...parts
      .filter((run) => covered(run.slope) >= sides * TOGETHER)
      .map((run) => seriesOf(run, run.sides[0]! - 2, run.sides.at(-1)! + 2)),
  ];
}

function seriesOf({ slope, offset }: Run, from: number, to: number): Series {
  const at = (side: number): number | null => (side >= from && side <= to ? slope * side + offset : null);
  return { slope, at, fits: (side, value) => value === at(side) };
}

function linesThrough(sights: readonly Sight[]): Run[] {
  const lines = new Map<string, { slope: number; offset: number; sides: Set<number>; edges: number }>();
  for (const { side, value, edge } of sights) {
    for (const slope of SLOPES) {
      const offset = value - slope * side;
      const key = `${slope}:${offset}`;
      const line = lines.get(key) ?? { slope, offset, sides: new Set(), edges: 0 };
      line.sides.add(side);
      line.edges += edge;
      lines.set(key, line);
    }
  }
  return [...lines.values()].map((line) => ({ ...line, sides: [...line.sides].sort((a, b) => a - b) }));
}

/** Sides two series of one slope may share: notes, one a page, count like folios. */
const SHARED = 0.3;

/**
 * Of two series that run along with the same sides, the longer one is the folios', or else the outer one. One that
 * rises and one that falls as steeply may stand side by side, and two of slope 2; nothing else may.
 */
function withoutNoteNumbers(whole: readonly Run[]): readonly Run[] {
  const kept: Run[] = [];
  for (const run of [...whole].sort((a, b) => b.sides.length - a.sides.length || a.edges - b.edges)) {
    const sides = new Set(run.sides);
    const rival = kept.some(
      (each) =>
        !mayStandTogether(each.slope, run.slope) &&
        each.sides.filter((side) => sides.has(side)).length > sides.size * SHARED,
    );
    if (!rival) kept.push(run);
  }
  return kept;
}

function mayStandTogether(a: number, b: number): boolean {
  return a === -b || (a === b && Math.abs(a) === 2);
}

/** Parts of series, the longest first, that leave each side one rising and one falling series, or two of slope 2. */
function signaturesOf(lines: readonly Run[], whole: readonly Run[]): Run[] {
  const taken = new Map<number, number[]>();
  const take = (run: Run): void => {
    for (const side of run.sides) taken.set(side, [...(taken.get(side) ?? []), run.slope]);
  };
  whole.forEach(take);
  const parts = lines
    .flatMap(stretchesOf)
    .filter((run) => run.sides.length >= LEAST && !whole.some((each) => isSame(each, run)))
    .sort((a, b) => b.sides.length - a.sides.length || Math.abs(a.slope) - Math.abs(b.slope));
  return parts.filter((run) => {
    const free = run.sides.every((side) => mayStandWith(run.slope, taken.get(side) ?? []));
    if (free) take(run);
    return free;
  });
}

function isSame(a: Run, b: Run): boolean {
  return a.slope === b.slope && a.offset === b.offset;
}

function mayStandWith(slope: number, others: readonly number[]): boolean {
  if (others.length === 0) return true;
  return others.length === 1 && mayStandTogether(others[0]!, slope);
}

/** A series cut where it is not seen for too long. */
function stretchesOf(run: Run): Run[] {
  const stretches: number[][] = [];
  for (const side of run.sides) {
    const last = stretches.at(-1);
    if (last && side - last.at(-1)! <= GAP) last.push(side);
    else stretches.push([side]);
  }
  return stretches.map((sides) => ({ ...run, sides }));
}
