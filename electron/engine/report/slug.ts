import type { Stamp } from '../../../shared/case/view.ts';

/** At most 60 characters and 150 bytes, since a file name has room for 255; no character is cut in two. */
function shortened(text: string): string {
  let bytes = 0;
  return [...text]
    .slice(0, 60)
    .filter((character) => {
      bytes += new TextEncoder().encode(character).length;
      return bytes <= 150;
    })
    .join('');
}

/** File name part of a text: lower case, dashes. */
export function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'table' : shortened(plain);
}

/** The same as the name of a column of a table: lower case, underscores. */
export const columnSlug = (text: string): string => slug(text).replaceAll('-', '_');

/** Column of the amounts of a view: its weight, and their unit where it is known, e.g. `stake_lamports`. */
export const amountSlug = ({ weight, weightUnit = '' }: Pick<Stamp, 'weight' | 'weightUnit'>): string =>
  columnSlug(`${weight} ${weightUnit}`);
