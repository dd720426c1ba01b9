import { useEffect, useState } from 'react';
import type { WorldMap } from '../../shared/charts/index.ts';

/** The world map, loaded with the first chart that shows it and from this machine only; `null` until then. */
export function useWorldMap(): WorldMap | null {
  const [map, setMap] = useState<WorldMap | null>(null);
  useEffect(() => {
    let left = false;
    const load = async () => {
      const { default: loaded } = await import('../../resources/reference/world-50m.json');
      // Type inference gives tuples of the file as arrays; tests/charts/map.test.ts holds the file to its shape.
      if (!left) setMap(loaded as unknown as WorldMap);
    };
    void load();
    return () => {
      left = true;
    };
  }, []);
  return map;
}
