// From matched calls to what recognition made of each figure in this text. The one idea: raised figures of one size in one
// face are misread alike, so 2 that was read as ” on five pages is ” on the sixth.

/** A number wanted and what stands where it was called. */
export interface Reading {
  readonly digits: string;
  readonly printed: string;
}

/** Signs of the shape of a figure, each with the figures it is read for in any face. */
const SHAPES: Readonly<Record<string, string>> = {
  "!": "1",
  "|": "1",
  "?": "27",
  "+": "4",
  "#": "4",
  "®": "568",
  "©": "0568",
  "°": "069",
  º: "069",
};

/** Readings that behave as chance says, beside those that were seen. */
const DOUBT = 2;
const MOST = 1.8;

export class Misreadings {
  private readonly pairs = new Map<string, number>();
  private readonly figures = new Map<string, number>();
  private readonly signs = new Map<string, number>();

  constructor(readings: readonly Reading[]) {
    for (const reading of readings) {
      for (const [figure, sign] of pairsOf(reading)) {
        add(this.pairs, `${figure} ${sign}`);
        add(this.figures, figure);
        add(this.signs, sign);
      }
    }
  }

  /** Log odds that the number was read so, beside any number. */
  odds(reading: Reading): number {
    let sum = 0;
    for (const [figure, sign] of pairsOf(reading)) {
      const chance = ((this.signs.get(sign) ?? 0) + 0.5) / (total(this.signs) + 10);
      const seen = (this.pairs.get(`${figure} ${sign}`) ?? 0) + DOUBT * chance;
      sum += Math.log(seen / ((this.figures.get(figure) ?? 0) + DOUBT) / chance);
    }
    for (const sign of reading.printed) sum += shapeOdds(reading.digits, sign);
    return Math.max(-MOST, Math.min(MOST, sum));
  }
}

/** Figure by figure where there are as many signs; one sign for two figures is read from the first of them. */
function pairsOf({ digits, printed }: Reading): [string, string][] {
  const signs = [...printed];
  if (signs.length === digits.length) return signs.map((sign, i) => [digits[i]!, sign]);
  if (signs.length === 1) return [[`${digits[0]!}_`, signs[0]!]];
  return [];
}

function shapeOdds(digits: string, sign: string): number {
  const figures = SHAPES[sign];
  if (figures === undefined) return 0;
  return [...digits].some((digit) => figures.includes(digit)) ? 0.5 : -0.5;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
