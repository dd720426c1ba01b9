import type { Box } from './figure.ts';

/** Largest ratio of sides in a row of boxes along a side of a given length. */
function worstRatio(row: readonly number[], side: number): number {
  const sum = row.reduce((total, area) => total + area, 0);
  let worst = 1;
  for (const area of row) {
    const ratio = (side * side * area) / (sum * sum);
    worst = Math.max(worst, ratio, 1 / ratio);
  }
  return worst;
}

/**
 * Boxes whose areas are proportional to values and which are as square as can be, in the order of the values.
 *
 * @param values above 0, largest first
 * Source: Bruls, Huizing, van Wijk 2000, Squarified treemaps.
 */
export function squarify(values: readonly number[], box: Box): Box[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!(total > 0) || box.width <= 0 || box.height <= 0) return values.map(() => ({ ...box, width: 0, height: 0 }));
  const areas = values.map((value) => (value / total) * box.width * box.height);
  const boxes: Box[] = [];
  let { x, y, width, height } = box;
  let place = 0;
  while (place < areas.length) {
    const side = Math.min(width, height);
    const row = [areas[place] ?? 0];
    for (let next = place + 1; next < areas.length; next += 1) {
      const longer = [...row, areas[next] ?? 0];
      if (worstRatio(longer, side) > worstRatio(row, side)) break;
      row.push(areas[next] ?? 0);
    }
    const sum = row.reduce((partial, area) => partial + area, 0);
    const isLast = place + row.length >= areas.length;
    const thickness = isLast ? Math.max(width, height) : side > 0 ? sum / side : 0;
    let along = 0;
    for (const area of row) {
      const length = thickness > 0 ? area / thickness : 0;
      boxes.push(
        width >= height ? { x, y: y + along, width: thickness, height: length } : { x: x + along, y, width: length, height: thickness },
      );
      along += length;
    }
    if (width >= height) [x, width] = [x + thickness, Math.max(0, width - thickness)];
    else [y, height] = [y + thickness, Math.max(0, height - thickness)];
    place += row.length;
  }
  return boxes;
}
