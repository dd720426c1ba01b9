/** A country of a sample: ISO 3166-1 alpha-2, a coarse region, how often it is drawn, other spellings that real files use. */
export type SampleCountry = { code: string; region: string; weight: number; spellings: readonly string[] };

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  US: ['United States of America', 'USA'],
  GB: ['UK', 'United Kingdom'],
  KR: ['Korea (Republic of)', 'South Korea'],
  PH: ['Philippines (the)'],
  NL: ['Netherlands (the)', 'Holland'],
  CZ: ['Czechia', 'Czech Republic'],
  NA: ['Namibia'],
  TW: ['Taiwan, Province of China'],
  TR: ['Türkiye', 'Turkey'],
  DE: ['Deutschland'],
};

/** Ordered: a smaller sample uses the first so many. Code:weight. Namibia stands early because "NA" is a trap for readers. */
const BY_REGION: readonly (readonly [string, string])[] = [
  ['North America', 'US:260 CA:60'],
  ['Europe', 'DE:90 GB:70 FR:45 NL:50 FI:40 IS:25 NO:30 SE:35'],
  ['Asia', 'SG:45 JP:50 KR:40 IN:35 PH:12'],
  ['Africa', 'NA:4'],
  ['South America', 'BR:20'],
  ['Oceania', 'AU:30'],
  ['Europe', 'PL:25 ES:20 IT:20 CZ:18 AT:12 CH:18 BE:10 DK:12 IE:14 PT:10'],
  ['Asia', 'TW:20 HK:18 AE:16 VN:10 TH:10 MY:14'],
  ['Africa', 'ZA:10'],
  ['North America', 'MX:8'],
  ['Europe', 'RO:10 BG:8 EE:6 LT:6 LV:5 HU:6 SK:4 SI:4 GR:6 HR:3 LU:5 RS:4 UA:8 TR:8'],
  ['Asia', 'ID:8 KZ:6 GE:4 AM:3 IL:8 SA:6'],
  ['South America', 'AR:6 CL:6 CO:4 PE:3 UY:2'],
  ['Oceania', 'NZ:6'],
  ['Africa', 'KE:3 NG:3 EG:4 MA:3'],
  ['Europe', 'MD:2 AL:2 MK:2 BA:2 ME:1 MT:3 CY:3'],
  ['Asia', 'QA:3 BH:2 OM:2 KW:2 JO:2 UZ:2 MN:2 BD:2 LK:2'],
  ['North America', 'CR:2 PA:2 DO:1 GT:1'],
  ['South America', 'EC:1 PY:2 BO:1'],
  ['Africa', 'GH:1 RW:1 TN:1 SN:1'],
  ['Asia', 'NP:1'],
];

/** All 94 countries of the largest sample, in the order in which growing samples take them. */
export const SAMPLE_COUNTRIES: readonly SampleCountry[] = BY_REGION.flatMap(([region, entries]) =>
  entries.split(' ').map((entry) => {
    const [code = '', weight] = entry.split(':');
    return { code, region, weight: Number(weight), spellings: SPELLINGS[code] ?? [] };
  }),
);

/** Texts that no rule reads: a spelling mistake, and a name that two countries share. */
export const UNREAD_COUNTRIES: readonly { text: string; code: string }[] = [
  { text: 'Germny', code: 'DE' },
  { text: 'Korea', code: 'KR' },
];
