/** An area of the world map: outline rings as steps from point to point, in units of the map; without rings it is a place for a dot. */
export type MapArea = {
  /** ISO 3166-1 alpha-2, `XK` for Kosovo, empty for the four areas that have no code */
  code: string;
  name: string;
  at: readonly [number, number];
  /** in square units of the map */
  area: number;
  rings: readonly (readonly number[])[];
};

/** The projected map that `scripts/worldMap.ts` writes; loaded when a map is first shown. */
export type WorldMap = { source: string; projection: string; width: number; height: number; areas: readonly MapArea[] };

export type Points = [number, number][];

/** What a map has to say about its borders; stands below each of them. */
export const BORDERS_NOTE =
  'Borders as drawn by Natural Earth, 1:50 million, de facto; disputed borders are shown without taking a side. Overseas departments count where their code says. Antarctica is left out.';

/** Outlines of an area in pixels, without the points that fall on the one before at a grid of `grain` pixels; neighbours keep common points. */
export function outlinesOf(area: MapArea, scale: number, left: number, top: number, grain = 0.75): Points[] {
  return area.rings.flatMap((steps) => {
    const points: Points = [];
    let [x, y] = [0, 0];
    for (let index = 0; index < steps.length; index += 2) {
      x += steps[index] ?? 0;
      y += steps[index + 1] ?? 0;
      const point: [number, number] = [
        Number((left + Math.round((x * scale) / grain) * grain).toFixed(2)),
        Number((top + Math.round((y * scale) / grain) * grain).toFixed(2)),
      ];
      const last = points.at(-1);
      if (!last || last[0] !== point[0] || last[1] !== point[1]) points.push(point);
    }
    return points.length > 2 ? [points] : [];
  });
}

/** Whether a point lies inside a ring (even-odd rule). */
export function isInside(ring: Points, x: number, y: number): boolean {
  let inside = false;
  for (const [index, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[index === 0 ? ring.length - 1 : index - 1] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Slanted lines that fill a ring, `gap` pixels apart, as pairs of points: crossings of x + y = c with its sides, taken in pairs. */
export function hatchOf(ring: Points, gap: number): [Points[number], Points[number]][] {
  const sums = ring.map(([x, y]) => x + y);
  const low = sums.reduce((least, sum) => Math.min(least, sum), Number.POSITIVE_INFINITY);
  const high = sums.reduce((most, sum) => Math.max(most, sum), Number.NEGATIVE_INFINITY);
  const lines: [Points[number], Points[number]][] = [];
  for (let at = Math.ceil(low / gap) * gap + 0.01; at < high; at += gap) {
    const crossings: number[] = [];
    for (const [index, [ax, ay]] of ring.entries()) {
      const [bx, by] = ring[(index + 1) % ring.length] ?? [ax, ay];
      const [a, b] = [ax + ay, bx + by];
      if (a > at !== b > at) crossings.push(ax + ((at - a) / (b - a)) * (bx - ax));
    }
    crossings.sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const [from = 0, to = 0] = [crossings[pair], crossings[pair + 1]];
      if (to - from > 0.5)
        lines.push([
          [from, at - from],
          [to, at - to],
        ]);
    }
  }
  return lines;
}
