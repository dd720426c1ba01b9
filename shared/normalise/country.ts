import { fold } from './fold.ts';
import { known, missing, type Normalised, unknown } from './result.ts';
import { mostSimilar, type SimilarityIndex, similarityIndex } from './similarity.ts';
import type { CountryTable } from './tables.ts';

/** How a source knows the country; two methods are two columns and are never merged in silence. */
export type CountryMethod = 'address' | 'self-declared' | 'registry' | 'cloud-region' | 'not-stated';

/** A country as ISO 3166-1 alpha-2, and how the source knows it. */
export type CountryValue = { code: string; method: CountryMethod };

/** A country table made ready for look-ups; built once a table. */
export type CountryIndex = {
  table: CountryTable;
  codes: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, string>;
  ambiguous: ReadonlyMap<string, readonly string[]>;
  noCountry: ReadonlySet<string>;
  continentOf: ReadonlyMap<string, string>;
  continents: ReadonlyMap<string, string>;
  regionNames: ReadonlyMap<string, readonly string[]>;
  regionCodes: ReadonlyMap<string, readonly string[]>;
  similar: SimilarityIndex;
};

/** Look-up tables of a country table. */
export function countryIndex(table: CountryTable): CountryIndex {
  const codes = new Map(table.countries.flatMap(({ code, alpha3 }) => [[code, code] as const, [alpha3, code] as const]));
  for (const [code, country] of Object.entries(table.codes)) codes.set(code, country);
  const ambiguous = new Map(Object.entries(table.ambiguous).map(([text, among]) => [fold(text), among]));
  const names = new Map<string, string>();
  for (const { code, name, spellings } of table.countries) for (const text of [name, ...spellings]) names.set(fold(text), code);
  for (const text of ambiguous.keys()) names.delete(text);
  const gather = (part: 'names' | 'codes') => {
    const found = new Map<string, string[]>();
    for (const [country, region] of Object.entries(table.regions)) {
      for (const text of region[part]) found.set(fold(text), [...(found.get(fold(text)) ?? []), country]);
    }
    return found;
  };
  return {
    table,
    codes,
    names,
    ambiguous,
    noCountry: new Set(table.noCountry.map(fold)),
    continentOf: new Map(table.countries.map(({ code, continent }) => [code, continent])),
    continents: new Map(Object.entries(table.continents).flatMap(([code, words]) => words.map((word) => [fold(word), code] as const))),
    regionNames: gather('names'),
    regionCodes: gather('codes'),
    similar: similarityIndex(names),
  };
}

/**
 * Country of a cell: ISO codes, names in common, UN and inverted spellings, "Czechia, CZ", "Europe,IM,Douglas", "Michigan, US, NA".
 *
 * "NA" alone is Namibia. Texts with several readings ("Korea", "Georgia", "Denver, CO") stay unknown with their candidates; areas such as
 * EU or Global are no country. Tokens that mean "no value" do not count where they are a country code.
 */
export function normaliseCountry(
  raw: string,
  index: CountryIndex,
  method: CountryMethod = 'not-stated',
  unknownTokens?: readonly string[],
): Normalised<CountryValue> {
  const text = raw.trim();
  const answer = (rule: string, code: string, notes: readonly string[] = []) => known(raw, `country/${rule}`, { code, method }, notes);
  const ask = (reason: string, codes: readonly string[]) =>
    unknown(raw, reason, `"${text}" may mean more than one country: ${codes.join(', ')}.`, codes);
  const code = index.codes.get(text.toUpperCase());
  if (code) return answer(index.table.codes[text.toUpperCase()] ? 'code-alias' : text.length === 3 ? 'alpha-3' : 'alpha-2', code);
  const none = missing(raw, unknownTokens);
  if (none) return none;
  const folded = fold(text);
  const among = index.ambiguous.get(folded);
  if (among) return ask('ambiguous', among);
  const named = index.names.get(folded);
  if (named) return answer('name', named);
  if (index.noCountry.has(folded)) return unknown(raw, 'no-country', `"${text}" is an area, not a country.`);
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length === 2 || parts.length === 3) {
    const found = parts.length === 3 ? ofThree(parts, index) : ofTwo(parts, index);
    if (found && found.codes.length === 1) return answer(found.rule, found.codes[0] as string);
    if (found) return ask(found.rule, found.codes);
  }
  const similar = mostSimilar(folded.slice(0, 80), index.similar, 3, 0.7);
  return unknown(raw, 'not-a-country', `"${text}" is not a country that the table knows.`, similar);
}

type Found = { rule: string; codes: readonly string[] };

/** "continent, code, city", or "region, code, continent" where the continent is that of the country. */
function ofThree(parts: readonly string[], index: CountryIndex): Found | null {
  const [first = '', middle = '', last = ''] = parts;
  const code = /^[A-Za-z]{2}$/.test(middle) ? index.codes.get(middle.toUpperCase()) : undefined;
  if (!code) return null;
  const continent = index.continentOf.get(code);
  const stated = index.continents.get(fold(first));
  // Continents are drawn differently near their edges (Turkey, Cyprus, Russia): a stated continent is not checked against the code.
  if (stated) return { rule: 'continent-code-city', codes: [code] };
  return last.toUpperCase() === continent ? { rule: 'region-code-continent', codes: [code] } : null;
}

/** "name, code": two readings that agree; "state, code"; "place, code" where the code is no code of a state. */
function ofTwo(parts: readonly string[], index: CountryIndex): Found | null {
  const [first = '', last = ''] = parts;
  const folded = fold(first);
  const whole = index.names.get(fold(last));
  const code = /^[A-Za-z]{2,3}$/.test(last) ? index.codes.get(last.toUpperCase()) : whole;
  const firstName = index.names.get(folded);
  const firstAny = firstName ? [firstName] : (index.ambiguous.get(folded) ?? []);
  const regions = index.regionNames.get(folded) ?? [];
  if (code && firstAny.includes(code)) return { rule: 'name-and-code', codes: [code] };
  if (code && regions.includes(code)) return { rule: 'state-and-code', codes: [code] };
  const states = index.regionCodes.get(fold(last)) ?? [];
  if (code && states.length === 0 && firstAny.length === 0 && regions.length === 0) return { rule: 'place-and-code', codes: [code] };
  const all = [...new Set([...(code ? [code] : []), ...states, ...firstAny, ...regions])].sort();
  if (code === undefined && all.length === 1 && regions.length > 0) return null;
  return code && all.length > 1 ? { rule: firstAny.length > 0 ? 'parts-disagree' : 'ambiguous', codes: all } : null;
}
