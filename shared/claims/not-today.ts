import type { NotToday } from '../case/claims.ts';
import { formatCount, listOf } from '../format/index.ts';
import { both } from './columns.ts';

const quotedName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** A filter without records that hold such texts; records without a value in the column stay. */
export function withoutNotToday(where: string, marked: readonly { column: string; texts: readonly string[]; open: boolean }[]): string {
  return marked.reduce((filter, { column, texts, open }) => {
    const name = quotedName(column);
    const list = texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
    return both(filter, `${name} not in (${list})${open ? ` or ${name} is null` : ''}`);
  }, where);
}

/** `counts 177 of 786 records that are marked as planned or gone ("Planned" and "Decommissioned" in status); to leave them out, filter with: status not in (...)` */
export function notTodayWords({ records, of, texts, without }: NotToday): string {
  const named = texts.map(({ column, texts: words }) => `${listOf(words.map((word) => `"${word}"`))} in ${quotedName(column)}`);
  return `counts ${formatCount(records)} of ${formatCount(of)} records that are marked as planned, estimated or gone (${named.join('; ')}); to leave them out, filter with: ${without}`;
}
