/** Costs as lines of text: `name, cost`. */
export function costsText(costs: Readonly<Record<string, number>>): string {
  return Object.entries(costs)
    .map(([name, cost]) => `${name}, ${cost}\n`)
    .join('');
}

/** Costs of typed lines; the last comma of a line stands before the number, so that names may hold commas. */
export function costsOf(text: string): { costs: Record<string, number> } | { problem: string } {
  const costs = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, name = '', number = ''] = /^(.*),([^,]*)$/.exec(line.trim()) ?? [];
    const cost = Number(number.trim());
    if (name.trim() === '' || number.trim() === '' || !Number.isInteger(cost) || cost < 1 || cost > 1_000_000_000)
      return { problem: `Line ${index + 1} is not a name, a comma and a whole number from 1 to 1,000,000,000` };
    if (costs.has(name.trim())) return { problem: `Line ${index + 1} names "${name.trim()}" again` };
    costs.set(name.trim(), cost);
  }
  return { costs: Object.fromEntries(costs) };
}
