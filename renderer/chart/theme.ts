import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { type ChartTheme, interWidth, type TextMeasure } from '../../shared/charts/index.ts';
import { useTheme } from '../state/theme.ts';

const TOKENS: Record<Exclude<keyof ChartTheme, 'font' | 'patterned'>, string> = {
  panel: '--panel',
  ink: '--ink',
  ink2: '--ink-2',
  ink3: '--ink-3',
  line: '--line',
  lineStrong: '--line-strong',
  accent: '--accent',
  worst: '--worst',
  largest: '--largest',
  random: '--random',
  randomGround: '--random-ground',
  reference: '--reference',
  proven: '--proven',
  warning: '--warning',
  rank1: '--rank-1',
  rank2: '--rank-2',
  rank3: '--rank-3',
  rankOther: '--rank-other',
  rankOutline: '--rank-outline',
  unknown: '--unknown',
  bestFound: '--category-3',
  ramp1: '--ramp-1',
  ramp2: '--ramp-2',
  ramp3: '--ramp-3',
  ramp4: '--ramp-4',
  ramp5: '--ramp-5',
  category1: '--category-1',
  category2: '--category-2',
  category3: '--category-3',
  category4: '--category-4',
  category5: '--category-5',
  category6: '--category-6',
};

const FORCED = '(forced-colors: active)';
const hasForcedColours = (): boolean => matchMedia(FORCED).matches;
const onForcedColours = (change: () => void): (() => void) => {
  const query = matchMedia(FORCED);
  query.addEventListener('change', change);
  return () => query.removeEventListener('change', change);
};

/** Chart colours from the tokens on show; a new object whenever the theme changes. */
export function useChartTheme(): ChartTheme {
  const name = useTheme();
  const forced = useSyncExternalStore(onForcedColours, hasForcedColours);
  return useMemo(() => {
    // Reading `name` ties the colours to the theme that is on <html> now.
    const styles = name ? getComputedStyle(document.documentElement) : getComputedStyle(document.body);
    const read = (token: string): string => styles.getPropertyValue(token).trim();
    const colours = Object.fromEntries(Object.entries(TOKENS).map(([key, token]) => [key, read(token)]));
    return { ...colours, patterned: forced, font: read('--font') || 'sans-serif' } as ChartTheme;
  }, [name, forced]);
}

/** Measures text with the page's own font; falls back to the font's table of widths where there is no canvas. */
export function useTextMeasure(font: string): TextMeasure {
  const [ready, setReady] = useState(() => document.fonts?.status === 'loaded');
  useEffect(() => {
    let left = false;
    const load = async () => {
      await Promise.all([document.fonts.load(`400 12px ${font}`), document.fonts.load(`600 12px ${font}`)]);
      if (!left) setReady(true);
    };
    void load();
    return () => {
      left = true;
    };
  }, [font]);
  return useMemo(() => {
    const context = ready ? document.createElement('canvas').getContext('2d') : null;
    if (!context) return interWidth;
    const known = new Map<string, number>();
    return (text, size, weight) => {
      const key = `${weight} ${size} ${text}`;
      let width = known.get(key);
      if (width === undefined) {
        context.font = `${weight} ${size}px ${font}`;
        width = context.measureText(text).width;
        if (known.size > 4000) known.clear();
        known.set(key, width);
      }
      return width;
    };
  }, [font, ready]);
}
