// From the figures of calls and marks and what was printed for them to the odds that a number was read so. The one idea:
// figure by figure, the right one, one of its shape, any sign, another figure; raised figures of one size in one face are
// misread alike, so 2 that was read as ” on five pages is ” on the sixth, and two figures become one sign always or hardly ever.

/** A number wanted and what stands where it was called or marked. */
export interface Reading {
  readonly digits: string;
  readonly printed: string;
}

/** Letters and signs of the shape of each figure. */
const ALIKE: Readonly<Record<string, string>> = {
  "0": "OoQD°º©®",
  "1": "lIiJ!|'‘’t",
  "2": "Zz?",
  "3": "B$>",
  "4": "A+#*",
  "5": "Ss>®$",
  "6": "bG®©°º",
  "7": "T?",
  "8": "SBs®©*&",
  "9": "gq°º*",
};

const EXACT = 2;
const SHAPE = 0.9;
const OTHER_SIGN = -0.2;
const OTHER_FIGURE = -1.7;
/** For a figure that left nothing, and for a sign too many. */
const MISSING = -0.8;
const EXTRA = -1.6;
/** Readings that behave as chance says, beside those that were seen, and what they can teach at most. */
const DOUBT = 2;
const MOST = 1.2;
/** Numbers whose signs are as many as one expects, beside those seen. */
const LENGTHS = 4;

export class Signs {
  private readonly pairs = new Map<string, number>();
  private readonly signs = new Map<string, number>();
  private readonly figures = new Map<string, number>();
  private total = 0;
  /** How many numbers of so many figures were read as so many signs. */
  private readonly lengths = new Map<string, number>();
  private readonly printed = new Map<number, number>();
  private readonly wanted = new Map<number, number>();
  private numbers = 0;

  /** `beside`: readings of the same figures in another place, which count half. */
  constructor(readings: readonly Reading[], beside: readonly Reading[] = []) {
    for (const reading of readings) this.see(reading, 1);
    for (const reading of beside) this.see(reading, 0.5);
    for (const { digits, printed } of readings) {
      this.numbers += 1;
      add(this.lengths, `${digits.length} ${[...printed].length}`, 1);
      add(this.printed, [...printed].length, 1);
      add(this.wanted, digits.length, 1);
    }
  }

  private see({ digits, printed }: Reading, weight: number): void {
    const signs = [...printed];
    if (signs.length !== digits.length && signs.length !== 1) return;
    signs.forEach((sign, i) => {
      const figure = signs.length === digits.length ? digits[i]! : `${digits[0]!}_`;
      this.total += weight;
      add(this.pairs, `${figure} ${sign}`, weight);
      add(this.signs, sign, weight);
      add(this.figures, figure, weight);
    });
  }

  /** Log odds that the number was read so, beside any number. */
  odds({ digits, printed }: Reading): number {
    const signs = [...printed];
    const length = this.lengthOdds(digits.length, signs.length);
    if (signs.length === 1 && digits.length > 1) return length + this.mergedOdds(digits, signs[0]!);
    // rows: figures read so far; columns: signs used
    let row = [0, ...signs.map((_, j) => (j + 1) * EXTRA)];
    for (const digit of digits) {
      const next = [row[0]! + MISSING];
      signs.forEach((sign, j) => {
        next.push(Math.max(row[j]! + this.signOdds(digit, sign), row[j + 1]! + MISSING, next[j]! + EXTRA));
      });
      row = next;
    }
    return length + row[signs.length]!;
  }

  /** One sign for several figures: of the shape of any of them. */
  private mergedOdds(digits: string, sign: string): number {
    const shape = Math.max(...[...digits].map((digit) => shapeOdds(digit, sign)));
    return Math.min(shape, SHAPE) + this.learned(`${digits[0]!}_`, sign);
  }

  private signOdds(digit: string, sign: string): number {
    const given = shapeOdds(digit, sign);
    return given === EXACT ? given : given + this.learned(digit, sign);
  }

  private learned(figure: string, sign: string): number {
    if (this.total === 0) return 0;
    const chance = ((this.signs.get(sign) ?? 0) + 0.5) / (this.total + 10);
    const seen = (this.pairs.get(`${figure} ${sign}`) ?? 0) + DOUBT * chance;
    const odds = Math.log(seen / ((this.figures.get(figure) ?? 0) + DOUBT) / chance);
    return Math.max(-MOST, Math.min(MOST, odds));
  }

  private lengthOdds(figures: number, signs: number): number {
    const chance = ((this.printed.get(signs) ?? 0) + LENGTHS / 3) / (this.numbers + LENGTHS);
    const seen = (this.lengths.get(`${figures} ${signs}`) ?? 0) + LENGTHS * usualShare(signs - figures);
    const odds = Math.log(seen / ((this.wanted.get(figures) ?? 0) + LENGTHS) / chance);
    return Math.max(-MOST, Math.min(MOST, odds));
  }
}

/** The share of numbers read as so many signs more than figures, as far as no text has told. */
function usualShare(more: number): number {
  return more === 0 ? 0.6 : more === -1 ? 0.25 : more === 1 ? 0.1 : 0.05;
}

function shapeOdds(digit: string, sign: string): number {
  if (digit === sign) return EXACT;
  if (ALIKE[digit]?.includes(sign)) return SHAPE;
  return /[0-9]/u.test(sign) ? OTHER_FIGURE : OTHER_SIGN;
}

function add<T>(counts: Map<T, number>, key: T, weight: number): void {
  counts.set(key, (counts.get(key) ?? 0) + weight);
}
