import { ChokepointError } from '../../../shared/case/error.ts';
import type { Portfolio } from '../../../shared/case/portfolio.ts';
import { listOf } from '../../../shared/format/index.ts';
import { type CountryIndex, normaliseCountry } from '../../../shared/normalise/country.ts';

type Problem = { class: string; field: 'countries'; problem: string; typed: string; suggestions: readonly string[] };

/** What a text may stand for: the code that it means, or the few that are like it. */
function suggestionsOf(typed: string, index: CountryIndex): readonly string[] {
  const read = normaliseCountry(typed, index, 'not-stated', []);
  return read.known ? [read.value.code] : read.candidates;
}

/**
 * Stops a portfolio that is read or typed with a country that is no two-letter code of ISO 3166-1: such a class would ask for a place that no
 * record can be in. Case does not count.
 *
 * @param from name of the file, or words for what was typed
 * @throws ChokepointError `portfolio-invalid` naming class, field, what was found and the code that was probably meant
 */
export function refuseUnknownCountries(portfolio: Portfolio, index: CountryIndex, from: string): Portfolio {
  const codes = new Set(index.table.countries.map(({ code }) => code));
  const problems = portfolio.classes.flatMap((workload, place) =>
    (workload.countries ?? [])
      .filter((typed) => !codes.has(typed.toUpperCase()))
      .map((typed): Problem => {
        const suggestions = suggestionsOf(typed, index);
        const meant = suggestions.length === 0 ? '' : `; ${listOf(suggestions)} may be meant`;
        const problem = `holds "${typed}", which is no two-letter country code of ISO 3166-1${meant}`;
        return { class: `${place + 1} "${workload.name}"`, field: 'countries', problem, typed, suggestions };
      }),
  );
  const [first] = problems;
  if (first === undefined) return portfolio;
  const more = problems.length > 1 ? ` (${problems.length - 1} more)` : '';
  const [code] = first.suggestions;
  throw new ChokepointError(
    'portfolio-invalid',
    `${from}, class ${first.class}: field "countries" ${first.problem}.${more}`,
    code === undefined ? 'Write two-letter codes such as DE or FR.' : `Write ${code} in place of "${first.typed}".`,
    { file: from, ...first, problems },
  );
}
