// Takes words, gives the dates in them as days, to compare with the timeline. Years, "23 February 1917" and "February 23,
// 1917" are read, months in six languages; anything else is passed over.

export interface WrittenDate {
  readonly text: string;
  /** First and last possible day, proleptic Gregorian, counted from 1970-01-01. */
  readonly first: number;
  readonly last: number;
  /** True for a day, false for a month or a year. */
  readonly exact: boolean;
}

const MONTHS: readonly (readonly string[])[] = [
  ["january", "januar", "janvier", "enero", "gennaio", "января", "jan"],
  ["february", "februar", "février", "febrero", "febbraio", "февраля", "feb"],
  ["march", "märz", "mars", "marzo", "марта"],
  ["april", "avril", "abril", "aprile", "апреля", "apr"],
  ["may", "mai", "mayo", "maggio", "мая"],
  ["june", "juni", "juin", "junio", "giugno", "июня"],
  ["july", "juli", "juillet", "julio", "luglio", "июля"],
  ["august", "août", "agosto", "августа", "aug"],
  ["september", "septembre", "septiembre", "settembre", "сентября", "sept"],
  ["october", "oktober", "octobre", "octubre", "ottobre", "октября", "oct"],
  ["november", "novembre", "noviembre", "ноября", "nov"],
  ["december", "dezember", "décembre", "diciembre", "dicembre", "декабря", "dec"],
];

const NUMBER_OF = new Map(MONTHS.flatMap((names, month) => names.map((name) => [name, month] as const)));
const NAME = [...NUMBER_OF.keys()].sort((a, b) => b.length - a.length).join("|");
const YEAR = "(1[0-9]{3}|20[0-9]{2})";
const EDGE = "(?<![\\p{L}\\p{N}])";
const END = "(?![\\p{L}\\p{N}])";
const DAY_MONTH = new RegExp(
  `${EDGE}(\\d{1,2})(?:st|nd|rd|th|\\.|º|er)?\\s+(?:of |de |di )?(${NAME})\\.?,?\\s+(?:de |del )?${YEAR}${END}`,
  "giu",
);
const MONTH_DAY = new RegExp(`${EDGE}(${NAME})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,\\s+${YEAR}${END}`, "giu");
const MONTH_YEAR = new RegExp(`${EDGE}(${NAME})\\.?,?\\s+(?:de |del |of )?${YEAR}${END}`, "giu");
const BARE_YEAR = new RegExp(
  `${EDGE}${YEAR}${END}(?!\\s*(?:pp|p|pages|copies|men|women|roubles|rubles|dollars|pounds|francs)\\b)`,
  "giu",
);

const DAY = 86_400_000;

function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) / DAY;
}

/** In the order of the text; a year inside a fuller date is not counted again. */
export function datesIn(text: string): readonly WrittenDate[] {
  const found: { readonly at: number; readonly date: WrittenDate }[] = [];
  let rest = text;
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => Omit<WrittenDate, "text">): void => {
    rest = rest.replace(pattern, (...args) => {
      const match = args.slice(0, -2) as unknown as RegExpMatchArray;
      const at = args.at(-2) as number;
      found.push({ at, date: { text: match[0], ...read(match) } });
      return " ".repeat(match[0].length);
    });
  };
  const day = (year: string, month: string, date: string): Omit<WrittenDate, "text"> => {
    const n = dayOf(Number(year), NUMBER_OF.get(month.toLowerCase()) ?? 0, Number(date));
    return { first: n, last: n, exact: true };
  };
  take(DAY_MONTH, ([, date, month, year]) => day(year!, month!, date!));
  take(MONTH_DAY, ([, month, date, year]) => day(year!, month!, date!));
  take(MONTH_YEAR, ([, name, year]) => {
    const month = NUMBER_OF.get(name!.toLowerCase()) ?? 0;
    return { first: dayOf(Number(year), month, 1), last: dayOf(Number(year), month + 1, 0), exact: false };
  });
  take(BARE_YEAR, ([, year]) => ({
    first: dayOf(Number(year), 0, 1),
    last: dayOf(Number(year), 11, 31),
    exact: false,
  }));
  return found.sort((a, b) => a.at - b.at).map(({ date }) => date);
}
