// The numbers that notes bore in their source, where these are not their labels, as front matter writes them: runs of
// labels against runs of numbers. `clean` writes them, `parse` reads them.

/** Label of a note → the number its source printed. */
export type SourceNumbers = ReadonlyMap<string, number>;

/** Runs as YAML has them: { "1-29": "11-39", 30: 41, "ed-1": 42 }. */
export type NumberRuns = Readonly<Record<string, string | number>>;

/** What a run of labels looks like, and what a run of numbers; a name of a series belongs to one label only. */
export const LABEL_RUN = /^(?:[1-9]\d{0,4}(?:-[1-9]\d{0,4})?|(?:ed|tr)-[1-9]\d{0,4})$/;
export const NUMBER_RUN = /^[1-9]\d{0,4}(?:-[1-9]\d{0,4})?$/;

/** The numbers of runs that have the look above; null where a run's two sides differ in length. */
export function numbersOf(runs: NumberRuns): SourceNumbers | null {
  const numbers = new Map<string, number>();
  for (const [key, value] of Object.entries(runs)) {
    if (!isRun(key, String(value))) return null;
    const labels = membersOf(key);
    const [from] = ends(String(value));
    labels.forEach((label, i) => {
      numbers.set(label, from + i);
    });
  }
  return numbers;
}

/** Whether both sides of a run are as long. */
export function isRun(labels: string, numbers: string): boolean {
  const [from, to] = ends(numbers);
  return LABEL_RUN.test(labels) && NUMBER_RUN.test(numbers) && membersOf(labels).length === to - from + 1;
}

function membersOf(labels: string): string[] {
  if (!/^\d/.test(labels)) return [labels];
  const [from, to] = ends(labels);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => String(from + i));
}

function ends(run: string): [number, number] {
  const [from, to] = run.split("-").map(Number);
  return [from!, to ?? from!];
}

/** The shortest runs that say the numbers, in the order of the labels; a label that is its number is left out. */
export function runsOf(numbers: SourceNumbers): Map<string | number, string | number> {
  const runs: { label: string; number: number; length: number }[] = [];
  for (const [label, number] of numbers) {
    if (label === String(number)) continue;
    const last = runs.at(-1);
    const goesOn = last && String(Number(last.label) + last.length) === label && last.number + last.length === number;
    if (goesOn) last.length += 1;
    else runs.push({ label, number, length: 1 });
  }
  return new Map(
    runs.map(({ label, number, length }): [string | number, string | number] => {
      if (length > 1) return [`${label}-${Number(label) + length - 1}`, `${number}-${number + length - 1}`];
      return [/^\d/.test(label) ? Number(label) : label, number];
    }),
  );
}
