/**
 * Text without what spellings differ in: accents, case, marks, `&`, and "the" at either end. Words are joined by one blank.
 *
 * "Philippines (the)" and "The Philippines" give "philippines"; "Côte d’Ivoire" gives "cote d ivoire".
 */
export function fold(text: string): string {
  const words = wordsOf(text);
  if (words.length > 1 && words[0] === 'the') words.shift();
  if (words.length > 1 && words.at(-1) === 'the') words.pop();
  return words.join(' ');
}

/** Lower-case words of letters and digits, accents removed, `&` read as "and". */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ı/g, 'i')
    .replace(/&/g, ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
