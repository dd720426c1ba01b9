// Writes resources/reference/world-50m.json: the areas of Natural Earth 1:50m, projected, cut at the antimeridian and rounded; `--check` compares.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type GeoContext, type GeoPermissibleObjects, geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { writeOrCheck } from './generated.ts';

const FILE = fileURLToPath(new URL('../resources/reference/world-50m.json', import.meta.url));
const COMMAND = 'npm run map';
/** Width of the map in its own unit; at a screen width of 1,250 pixels one unit is a quarter of a pixel. */
const WIDTH = 5000;
/** Rings below this area, in square units, are left out unless they are the largest of their area. */
const SMALLEST_RING = 12;
// ISO 3166-1 numeric and alpha-2 codes (UN Statistics Division, M49).
// biome-ignore format: a table of codes
const CODES = new Map(`
  004AF 008AL 010AQ 012DZ 016AS 020AD 024AO 028AG 031AZ 032AR 036AU 040AT 044BS 048BH 050BD 051AM 052BB 056BE 060BM 064BT 068BO 070BA
  072BW 074BV 076BR 084BZ 086IO 090SB 092VG 096BN 100BG 104MM 108BI 112BY 116KH 120CM 124CA 132CV 136KY 140CF 144LK 148TD 152CL 156CN
  158TW 162CX 166CC 170CO 174KM 175YT 178CG 180CD 184CK 188CR 191HR 192CU 196CY 203CZ 204BJ 208DK 212DM 214DO 218EC 222SV 226GQ 231ET
  232ER 233EE 234FO 238FK 239GS 242FJ 246FI 248AX 250FR 254GF 258PF 260TF 262DJ 266GA 268GE 270GM 275PS 276DE 288GH 292GI 296KI 300GR
  304GL 308GD 312GP 316GU 320GT 324GN 328GY 332HT 334HM 336VA 340HN 344HK 348HU 352IS 356IN 360ID 364IR 368IQ 372IE 376IL 380IT 384CI
  388JM 392JP 398KZ 400JO 404KE 408KP 410KR 414KW 417KG 418LA 422LB 426LS 428LV 430LR 434LY 438LI 440LT 442LU 446MO 450MG 454MW 458MY
  462MV 466ML 470MT 474MQ 478MR 480MU 484MX 492MC 496MN 498MD 499ME 500MS 504MA 508MZ 512OM 516NA 520NR 524NP 528NL 531CW 533AW 534SX
  535BQ 540NC 548VU 554NZ 558NI 562NE 566NG 570NU 574NF 578NO 580MP 581UM 583FM 584MH 585PW 586PK 591PA 598PG 600PY 604PE 608PH 612PN
  616PL 620PT 624GW 626TL 630PR 634QA 638RE 642RO 643RU 646RW 652BL 654SH 659KN 660AI 662LC 663MF 666PM 670VC 674SM 678ST 682SA 686SN
  688RS 690SC 694SL 702SG 703SK 704VN 705SI 706SO 710ZA 716ZW 724ES 728SS 729SD 732EH 740SR 744SJ 748SZ 752SE 756CH 760SY 762TJ 764TH
  768TG 772TK 776TO 780TT 784AE 788TN 792TR 795TM 796TC 798TV 800UG 804UA 807MK 818EG 826GB 831GG 832JE 833IM 834TZ 840US 850VI 854BF
  858UY 860UZ 862VE 876WF 882WS 887YE 894ZM 983XK
`.trim().split(/\s+/).map((entry) => [entry.slice(0, 3), entry.slice(3)] as const));

/** Areas of the set without an ISO number: Kosovo has the user-assigned code XK; the others stand without one. */
const WITHOUT_NUMBER = new Map([['Kosovo', 'XK']]);

/** Places that the set has no area for: longitude and latitude of a middle, in degrees, for a dot. */
const PLACES: Record<string, [string, number, number]> = {
  BQ: ['Bonaire, Sint Eustatius and Saba', -68.26, 12.18],
  CC: ['Cocos (Keeling) Islands', 96.83, -12.16],
  CX: ['Christmas Island', 105.69, -10.45],
  GF: ['French Guiana', -53.1, 3.9],
  GI: ['Gibraltar', -5.35, 36.14],
  GP: ['Guadeloupe', -61.55, 16.25],
  MQ: ['Martinique', -61.02, 14.64],
  RE: ['Reunion', 55.53, -21.11],
  SJ: ['Svalbard and Jan Mayen', 16, 78],
  TK: ['Tokelau', -171.8, -9.2],
  TV: ['Tuvalu', 179.2, -8.52],
  YT: ['Mayotte', 45.15, -12.83],
};

type Ring = [number, number][];
type Topology = Parameters<typeof feature>[0];

/** Collects the rings that the projection draws. */
function ringsOf(object: GeoPermissibleObjects, draw: ReturnType<typeof geoPath>): Ring[] {
  const rings: Ring[] = [];
  const context: GeoContext = {
    moveTo: (x, y) => rings.push([[x, y]]),
    lineTo: (x, y) => rings.at(-1)?.push([x, y]),
    closePath: () => {},
    arc: () => {},
    beginPath: () => {},
  };
  draw.context(context)(object);
  return rings;
}

/** Rounded to whole units, without points that fall on the one before or on the straight line between their neighbours. */
function rounded(ring: Ring): Ring {
  const points: Ring = [];
  for (const [x, y] of ring) {
    const point: [number, number] = [Math.round(x), Math.round(y)];
    const last = points.at(-1);
    if (last && last[0] === point[0] && last[1] === point[1]) continue;
    const before = points.at(-2);
    if (before && last && (last[0] - before[0]) * (point[1] - before[1]) === (last[1] - before[1]) * (point[0] - before[0])) points.pop();
    points.push(point);
  }
  return points;
}

/** Signed area of a ring; the sign tells an outline from a hole. */
const areaOf = (ring: Ring): number =>
  ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);

/** Centroid of a ring. */
function centreOf(ring: Ring): [number, number] {
  const area = areaOf(ring);
  const along = (axis: 0 | 1): number =>
    ring.reduce((sum, point, index) => {
      const next = ring[(index + 1) % ring.length] ?? point;
      return sum + (point[axis] + next[axis]) * (point[0] * next[1] - next[0] * point[1]);
    }, 0);
  return [Math.round(along(0) / (6 * area)), Math.round(along(1) / (6 * area))];
}

/** First point, then the steps to the next ones. */
const asSteps = (ring: Ring): number[] =>
  ring.flatMap(([x, y], index) => {
    const [beforeX, beforeY] = ring[index - 1] ?? [0, 0];
    return [x - beforeX, y - beforeY];
  });

const require = createRequire(import.meta.url);
const topology = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json'), 'utf8')) as Topology & {
  objects: { countries: Parameters<typeof feature>[1] };
};
const collection = feature(topology, topology.objects.countries);
const features = collection.type === 'FeatureCollection' ? collection.features : [collection];
// Antarctica takes a fifth of the picture and has no computers to rent.
const drawn = features.filter(({ id }) => id !== '010');
const projection = geoEqualEarth().fitWidth(WIDTH, { type: 'FeatureCollection', features: drawn });
const draw = geoPath(projection);
const height = Math.ceil(draw.bounds({ type: 'FeatureCollection', features: drawn })[1][1]);

const areas = new Map<string, { code: string; name: string; rings: Ring[] }>();
for (const { id, properties, geometry } of drawn) {
  const name = String(properties?.name ?? '');
  const code = CODES.get(String(id)) ?? WITHOUT_NUMBER.get(name) ?? '';
  // Outlines are drawn clockwise; a hole is filled by the area inside it, which is drawn later.
  const rings = ringsOf(geometry, draw).filter((ring) => ring.length > 2 && areaOf(ring) > 0);
  const key = code === '' ? name : code;
  const known = areas.get(key);
  areas.set(key, known ? { ...known, rings: [...known.rings, ...rings] } : { code, name, rings });
}
const rows: { code: string; name: string; at: [number, number]; area: number; rings: number[][] }[] = [...areas.values()].flatMap(
  ({ code, name, rings }) => {
    const sorted = [...rings].sort((a, b) => areaOf(b) - areaOf(a));
    const largest = sorted[0];
    if (!largest) return [];
    const area = sorted.reduce((sum, ring) => sum + areaOf(ring), 0);
    const kept = sorted
      .filter((ring, index) => index === 0 || areaOf(ring) >= SMALLEST_RING)
      .map(rounded)
      .filter((ring) => ring.length > 2);
    return [{ code, name, at: centreOf(largest), area: Math.round(area), rings: kept.map(asSteps) }];
  },
);
for (const [code, [name, longitude, latitude]] of Object.entries(PLACES)) {
  const [x, y] = projection([longitude, latitude]) ?? [0, 0];
  rows.push({ code, name, at: [Math.round(x), Math.round(y)], area: 0, rings: [] });
}
rows.sort((a, b) => b.area - a.area || (a.name < b.name ? -1 : 1));

const head = {
  source: 'Natural Earth 1:50m, public domain, through world-atlas 2.0.2 (ISC)',
  projection: 'Equal Earth, equal areas',
  width: WIDTH,
  height,
};
const lines = rows.map((row) => JSON.stringify(row));
const text = `${JSON.stringify(head).slice(0, -1)},"areas":[\n${lines.join(',\n')}\n]}\n`;
writeOrCheck(FILE, text, COMMAND);
