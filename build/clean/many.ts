// Least, most and appending for lists as long as a text makes them: a call takes some hundred thousand arguments at most, and a
// page without a line end, or a line without an end, has more.

/** Infinity where there is none. */
export function least(numbers: Iterable<number>): number {
  let found = Number.POSITIVE_INFINITY;
  for (const each of numbers) if (each < found) found = each;
  return found;
}

/** Minus infinity where there is none. */
export function most(numbers: Iterable<number>): number {
  let found = Number.NEGATIVE_INFINITY;
  for (const each of numbers) if (each > found) found = each;
  return found;
}

export function append<T>(list: T[], more: Iterable<T>): void {
  for (const each of more) list.push(each);
}
