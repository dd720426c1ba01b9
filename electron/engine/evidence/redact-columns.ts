import { type ColumnInfo, type Dataset, FIELDS } from '../../../shared/case/dataset.ts';
import { DERIVED_WEIGHTS } from '../../../shared/case/view.ts';
import { FORMULA, type Token, tokensOf } from '../../../shared/columns/tokens.ts';
import type { CaseFacts } from '../analysis/facts.ts';

/** New names of columns whose own name holds a hidden one, by name or header: the same for the same text in every dataset. */
export type ColumnNames = ReadonlyMap<string, string>;

/** Names by which the program knows columns and weights: another name would be another column. */
const KNOWN = new Set<string>([...FIELDS, ...DERIVED_WEIGHTS, 'gpu_family', 'bloc', 'count', '_record', '_line']);

/** Ends that a filter or a data file puts behind the name of a column. */
const ENDS = ['.raw', '.group'];

/** Every text by which a dataset names its columns. */
const textsOf = ({ columns }: Dataset): string[] => columns.flatMap(({ name, header, rawOf }) => [name, header, ...(rawOf ? [rawOf] : [])]);

/**
 * Names of columns in which a pseudonym stands for a name; different names stay different.
 *
 * @param worded the text with pseudonyms in it
 */
export function hiddenColumnNames(facts: CaseFacts, worded: (text: string) => string): ColumnNames {
  const own = new Set([...facts.datasets().flatMap(textsOf), ...facts.joins().map(({ name }) => name)]);
  const taken = new Set([...own].filter((name) => worded(name) === name || KNOWN.has(name)));
  const names = new Map<string, string>();
  for (const name of [...own].sort()) {
    if (taken.has(name)) continue;
    const end = ENDS.find((each) => name.endsWith(each) && own.has(name.slice(0, -each.length))) ?? '';
    const told = end === '' ? worded(name) : `${renamedColumn(names, name.slice(0, -end.length))}${end}`;
    let free = told;
    for (let number = 2; taken.has(free); number++) free = `${told}-${number}`;
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

/** Name of a column as it is told; also with an end such as `.raw` behind it. */
export function renamedColumn(names: ColumnNames, name: string): string {
  const whole = names.get(name);
  if (whole !== undefined) return whole;
  const end = ENDS.find((each) => name.endsWith(each));
  const told = end === undefined ? undefined : names.get(name.slice(0, -end.length));
  return told === undefined ? name : `${told}${end}`;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A weight with its columns renamed: a column, or a formula over columns. */
export function renamedWeight(names: ColumnNames, weight: string): string {
  const whole = renamedColumn(names, weight);
  if (whole !== weight || names.size === 0) return whole;
  let tokens: Token[];
  try {
    tokens = tokensOf(weight, FORMULA, unreadable, '');
  } catch {
    return weight;
  }
  const told = (token: Token) => (token.type === 'word' || token.type === 'name' ? renamedColumn(names, token.value) : token.value);
  if (tokens.every((token) => told(token) === token.value)) return weight;
  return tokens.map((token) => (token.type === 'name' || told(token) !== token.value ? quoted(told(token)) : token.value)).join(' ');
}

function unreadable(): never {
  throw new Error('no formula');
}

/** A column as it is described under the names that are told. */
export function renamedInfo(names: ColumnNames, info: ColumnInfo): ColumnInfo {
  const of = (name: string) => renamedColumn(names, name);
  const { rawOf, derived, joined } = info;
  return {
    ...info,
    name: of(info.name),
    header: of(info.header),
    ...(rawOf === undefined ? {} : { rawOf: of(rawOf) }),
    ...(derived === undefined ? {} : { derived: { ...derived, from: of(derived.from) } }),
    ...(joined === undefined ? {} : { joined: { ...joined, from: of(joined.from) } }),
  };
}
