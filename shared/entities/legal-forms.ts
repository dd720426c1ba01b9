/** Legal forms as they stand after lower case and without punctuation; the list is the project's own, from public registers. */
const LEGAL_FORMS: ReadonlySet<string> = new Set(
  `inc incorporated corp corporation co company ltd limited llc llp lp lllp plc pllc pc cic
  gmbh mbh ag kg kgaa ohg ug gbr ev eg se sa sas sasu sarl eurl snc scs srl spa sapa sl slu slp scp
  bv nv cv vof bvba sprl ab hb kb as asa ans da aps is ivs oy oyj ky ehf hf ou uab mb sia
  doo dd dooel ad eood ood kft zrt nyrt bt rt sro spol zoo sp spzoo ooo oao zao pao tov
  pty pte sdn bhd pvt private kk yk gk ltda eireli me cia sab de cv sapi rl fzco fze fzllc dmcc`.split(/\s+/),
);
/** Too common as a word of a name to be taken off alone: they go only beside another legal form. */
const ONLY_BESIDE_ANOTHER: ReadonlySet<string> = new Set([
  'private',
  'de',
  'me',
  'is',
  'as',
  'da',
  'sp',
  'mb',
  'ad',
  'dd',
  'pc',
  'hf',
  'rt',
  'bt',
  'rl',
  'cia',
]);
/** Forms that stand before the name. */
const LEADING: ReadonlySet<string> = new Set(['uab', 'sia', 'ooo', 'oao', 'zao', 'pao', 'tov', 'pt', 'ou', 'ab', 'oy']);

/**
 * Words of a name without legal forms at its end, or before it where that is the custom ("UAB Cherry Servers"). For comparison only.
 *
 * @param words lower case, without punctuation, in the order of the name
 * @returns at least one word of a name that has one: a name made of legal forms alone stays as it is
 */
export function withoutLegalForm(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 0 && LEGAL_FORMS.has(words[end - 1] as string)) end -= 1;
  const taken = words.slice(end);
  // "Works Private", "Bodega Me": an ordinary word at the end is a legal form only beside one.
  if (taken.length > 0 && taken.every((word) => ONLY_BESIDE_ANOTHER.has(word))) end = words.length;
  let start = 0;
  while (start < end - 1 && LEADING.has(words[start] as string)) start += 1;
  return start < end ? words.slice(start, end) : words;
}
