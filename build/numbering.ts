// The marks that notes bore in their source, where these are not their labels, as front matter writes them: runs of labels
// against runs of numbers, single labels against signs. `clean` writes them, `parse` reads them.

/** Label of a note → what its source printed: a number, a sign; "?" where that cannot be told. */
export type SourceMarks = ReadonlyMap<string, string>;

/** As YAML has them: { "1-29": "11-39", 30: "*", "ed-1": 41 }. */
export type MarkRuns = Readonly<Record<string, string | number>>;

const LABELS = /^(?:[1-9]\d{0,4}(?:-[1-9]\d{0,4})?|(?:ed|tr)-[1-9]\d{0,4})$/;
const NUMBERS = /^[1-9]\d{0,4}(?:-[1-9]\d{0,4})?$/;
const SIGN = /^[^\d\s]{1,4}$/u;

/** Whether one side is a label and the other its mark, or both are runs of one length. */
export function isRun(labels: string, marks: string): boolean {
  if (!LABELS.test(labels)) return false;
  const length = SIGN.test(marks) ? 1 : NUMBERS.test(marks) ? membersOf(marks).length : 0;
  return length > 0 && membersOf(labels).length === length;
}

/** The marks of runs; what is no run is left out. */
export function marksOf(runs: MarkRuns): SourceMarks {
  const marks = new Map<string, string>();
  for (const [labels, printed] of Object.entries(runs)) {
    if (!isRun(labels, String(printed))) continue;
    const members = membersOf(String(printed));
    membersOf(labels).forEach((label, i) => {
      marks.set(label, members[i]!);
    });
  }
  return marks;
}

function membersOf(run: string): string[] {
  const [from, to] = run.split("-").map(Number);
  if (!/^\d/.test(run) || to === undefined) return [run];
  return Array.from({ length: Math.max(0, to - from! + 1) }, (_, i) => String(from! + i));
}

/** The shortest runs that say the marks, numbers first; none where every label is its mark. */
export function runsOf(marks: SourceMarks): Map<string | number, string | number> {
  const runs: { label: string; mark: string; length: number }[] = [];
  for (const [label, mark] of [...marks].sort(([a], [b]) => byLabel(a, b))) {
    if (label === mark) continue;
    const last = runs.at(-1);
    const goesOn = last && follows(last.label, label, last.length) && follows(last.mark, mark, last.length);
    if (goesOn) last.length += 1;
    else runs.push({ label, mark, length: 1 });
  }
  return new Map(runs.map(({ label, mark, length }) => [runFrom(label, length), runFrom(mark, length)]));
}

/** 2, 10, ed-1, ed-2, tr-1 */
function byLabel(a: string, b: string): number {
  const [x, y] = [a, b].map((label) => /^(\D*)(\d*)$/.exec(label) ?? ["", label, ""]);
  if (x![1] !== y![1]) return x![1]! < y![1]! ? -1 : 1;
  return Number(x![2]) - Number(y![2]);
}

function follows(first: string, next: string, by: number): boolean {
  return String(Number(first) + by) === next;
}

function runFrom(first: string, length: number): string | number {
  if (length > 1) return `${first}-${Number(first) + length - 1}`;
  return /^\d+$/.test(first) ? Number(first) : first;
}
