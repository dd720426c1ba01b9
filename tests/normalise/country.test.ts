import { describe, expect, it } from 'vitest';
import { countryOfRegion, normaliseAsn } from '../../shared/normalise/cloud.ts';
import { normaliseCountry } from '../../shared/normalise/country.ts';
import { clouds, countries, knownValue, reasonOf } from './support.ts';

const country = (text: string) => normaliseCountry(text, countries);

describe('countries', () => {
  // Spellings: domain.md 6.2 and 6.4, README.md of ../shared/data, and the UN's short names. Codes: ISO 3166-1.
  it.each([
    ['US', 'US'],
    ['us', 'US'],
    ['USA', 'US'],
    ['United States of America', 'US'],
    ['UK', 'GB'],
    ['United Kingdom of Great Britain and Northern Ireland', 'GB'],
    ['NA', 'NA'],
    ['na', 'NA'],
    ['Namibia', 'NA'],
    ['Korea (Republic of)', 'KR'],
    ['Korea, Republic of', 'KR'],
    ["Korea (Democratic People's Republic of)", 'KP'],
    ['Philippines (the)', 'PH'],
    ['The Netherlands', 'NL'],
    [' Deutschland ', 'DE'],
    ['Türkiye', 'TR'],
    ['Turkiye', 'TR'],
    ['COTE D’IVOIRE', 'CI'],
    ['Taiwan, Province of China', 'TW'],
    ['Hong Kong, China', 'HK'],
    ['Czechia, CZ', 'CZ'],
    ['Europe,IM,Douglas', 'IM'],
    ['Europe,UK,London', 'GB'],
    ['Asia,GE,Tbilisi', 'GE'],
    ['North America,US,Georgia', 'US'],
    ['Michigan, US, NA', 'US'],
    ['Texas, US', 'US'],
    ['Quebec, CA', 'CA'],
    ['Georgia, US', 'US'],
    ['Georgia, GE', 'GE'],
    ['Korea, KR', 'KR'],
    ['Helsinki, FI', 'FI'],
    ['London, United Kingdom', 'GB'],
  ])('reads "%s" as %s', (text, code) => {
    expect(knownValue(country(text)).code).toBe(code);
  });

  it.each([
    ['Korea', 'ambiguous', ['KR', 'KP']],
    ['Georgia', 'ambiguous', ['GE', 'US']],
    ['Congo', 'ambiguous', ['CG', 'CD']],
    ['Denver, CO', 'ambiguous', ['CO', 'US']],
    ['Ontario, CA', 'ambiguous', ['CA', 'US']],
    ['Germany, FR', 'parts-disagree', ['DE', 'FR']],
  ])('asks about "%s" and names the candidates', (text, reason, candidates) => {
    const result = country(text);
    expect(reasonOf(result)).toBe(reason);
    expect(!result.known && result.candidates).toEqual(candidates);
  });

  it.each([
    ['EU', 'no-country'],
    ['Global', 'no-country'],
    ['Europe', 'no-country'],
    ['XX', 'no-country'],
    ['n/a', 'no-value'],
    ['', 'no-value'],
    ['unknown', 'no-value'],
    ['Paris', 'not-a-country'],
    ['QQ', 'not-a-country'],
  ])('gives no country for "%s" (%s)', (text, reason) => {
    expect(reasonOf(country(text))).toBe(reason);
  });

  it('keeps Namibia even where a person lists NA as a token for no value', () => {
    expect(knownValue(normaliseCountry('NA', countries, 'registry', ['', 'na']))).toEqual({ code: 'NA', method: 'registry' });
  });

  it('offers a mistyped name as a candidate only', () => {
    const result = country('Untied States');
    expect(reasonOf(result)).toBe('not-a-country');
    expect(!result.known && result.candidates).toContain('US');
  });
});

describe('clouds', () => {
  // Regions: the lists of the clouds named in resources/reference/clouds.json.
  it.each([
    ['us-east1-a', null, 'US'],
    ['us-east-1', null, 'US'],
    ['us-east-1b', null, 'US'],
    ['eu-west-1', null, null],
    ['eu-west-1', 'AWS', 'IE'],
    ['eu-west-1', 'Alibaba Cloud', 'GB'],
    ['northeurope', 'Azure', 'IE'],
    ['FIN-01', null, 'FI'],
    ['europe-west4', 'gcp', 'NL'],
    ['moon-base-1', null, null],
  ])('places "%s" of %s in %s', (region, cloud, code) => {
    const result = countryOfRegion(region, clouds, cloud);
    expect(result.known ? result.value.code : null).toBe(code);
  });

  it('reads the number of an autonomous system with or without its company', () => {
    expect(knownValue(normaliseAsn('AS16509 Amazon.com  Inc.', clouds))).toEqual({ asn: 16509, cloud: 'aws', company: 'Amazon.com, Inc.' });
    expect(knownValue(normaliseAsn('24940', clouds)).cloud).toBe('hetzner');
    expect(knownValue(normaliseAsn('AS64512', clouds))).toEqual({ asn: 64512, cloud: null, company: null });
    expect(reasonOf(normaliseAsn('Amazon', clouds))).toBe('not-an-asn');
  });
});
