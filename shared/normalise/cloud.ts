import type { CountryValue } from './country.ts';
import { fold } from './fold.ts';
import { known, missing, type Normalised, unknown } from './result.ts';
import type { Cloud, CloudTable } from './tables.ts';

/** A cloud table made ready for look-ups; built once a table. */
export type CloudIndex = {
  byName: ReadonlyMap<string, Cloud>;
  byAsn: ReadonlyMap<number, Cloud>;
  /** region in lower case -> the clouds that use the name, and its country there */
  regions: ReadonlyMap<string, readonly { cloud: Cloud; country: string }[]>;
};

/** Look-up tables of a cloud table. */
export function cloudIndex(table: CloudTable): CloudIndex {
  const byName = new Map<string, Cloud>();
  const byAsn = new Map<number, Cloud>();
  const regions = new Map<string, { cloud: Cloud; country: string }[]>();
  for (const cloud of table.clouds) {
    for (const name of [cloud.id, cloud.name, cloud.company, ...cloud.aliases]) byName.set(fold(name), cloud);
    for (const asn of cloud.asns) byAsn.set(asn, cloud);
    for (const [region, country] of Object.entries(cloud.regions)) {
      const key = region.toLowerCase();
      regions.set(key, [...(regions.get(key) ?? []), { cloud, country }]);
    }
  }
  return { byName, byAsn, regions };
}

/**
 * Cloud of an autonomous system: "AS16509", "16509", "AS16509 Amazon.com, Inc.". An unknown number does not mean "not hosted".
 */
export function normaliseAsn(raw: string, index: CloudIndex): Normalised<{ asn: number; cloud: string | null; company: string | null }> {
  const none = missing(raw);
  if (none) return none;
  const match = /^(?:AS\s*)?(\d{1,10})(?:\s|$)/i.exec(raw.trim());
  const asn = Number(match?.[1]);
  if (!match || asn < 1 || asn > 4_294_967_295)
    return unknown(raw, 'not-an-asn', `"${raw.trim()}" is not the number of an autonomous system.`);
  const cloud = index.byAsn.get(asn);
  return known(raw, cloud ? 'asn/cloud' : 'asn/number', { asn, cloud: cloud?.id ?? null, company: cloud?.company ?? null });
}

/**
 * Country of a cloud region or zone ("us-east1-a", "eu-west-1b", "FIN-01"): to the country only, never to a city.
 *
 * @param cloud name of the cloud where another column states it; without it a name that several clouds place in different countries stays
 *   unknown
 */
export function countryOfRegion(raw: string, index: CloudIndex, cloud: string | null = null): Normalised<CountryValue> {
  const none = missing(raw);
  if (none) return none;
  const stated = cloud === null ? null : (index.byName.get(fold(cloud)) ?? null);
  const text = raw.trim().toLowerCase();
  const names = [text, text.replace(/-?[a-z]$/, ''), text.replace(/[-.]?\d{1,2}[a-z]?$/, '')];
  for (const name of new Set(names)) {
    const found = (index.regions.get(name) ?? []).filter((place) => stated === null || place.cloud === stated);
    const countries = [...new Set(found.map(({ country }) => country))].sort();
    if (countries.length === 1) {
      return known(raw, name === text ? 'country/cloud-region' : 'country/cloud-zone', {
        code: countries[0] as string,
        method: 'cloud-region',
      });
    }
    if (countries.length > 1)
      return unknown(raw, 'ambiguous', `"${raw.trim()}" is a region of several clouds in different countries.`, countries);
  }
  return unknown(raw, 'region-unknown', `"${raw.trim()}" is not a region that the table of clouds knows.`);
}
