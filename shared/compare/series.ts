/** The words of a name without dates, numbers and punctuation. */
function seriesName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\d\s._-]+/g, ' ')
    .trim();
}

/** Whether two names differ by dates and numbers only, as those of two snapshots of one network do. */
export function isOneSeries(a: string, b: string): boolean {
  return seriesName(a) === seriesName(b);
}

/** Whether all names differ by dates and numbers only. */
export function areOneSeries(names: readonly string[]): boolean {
  return names.every((name) => isOneSeries(name, names[0] as string));
}
