/** Colours and type of charts; the page fills it from its tokens, the report uses `lightTheme`. */
export type ChartTheme = {
  panel: string;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  lineStrong: string;
  accent: string;
  worst: string;
  largest: string;
  random: string;
  randomGround: string;
  reference: string;
  proven: string;
  warning: string;
  rank1: string;
  rank2: string;
  rank3: string;
  rankOther: string;
  rankOutline: string;
  unknown: string;
  /** fourth curve: the best removal found by search */
  bestFound: string;
  /** five classes of a magnitude, weakest first */
  ramp1: string;
  ramp2: string;
  ramp3: string;
  ramp4: string;
  ramp5: string;
  /** hues of networks and curves; never of ranks */
  category1: string;
  category2: string;
  category3: string;
  category4: string;
  category5: string;
  category6: string;
  /** the person's own few colours replace all others: classes are told apart by hatches */
  patterned: boolean;
  font: string;
};

const font = "'Inter Variable', Inter, system-ui, sans-serif";

/** Light theme; report figures always use it. */
export const lightTheme: ChartTheme = {
  panel: '#ffffff',
  ink: '#16191e',
  ink2: '#4b525c',
  ink3: '#626974',
  line: '#ddddd6',
  lineStrong: '#b9bab2',
  accent: '#1d4f91',
  worst: '#8b2d23',
  largest: '#2a6bd0',
  random: '#6f757e',
  randomGround: '#e9eaec',
  reference: '#6b5a00',
  proven: '#1f6b45',
  warning: '#825500',
  rank1: '#16324f',
  rank2: '#2a5c8f',
  rank3: '#6e9bc5',
  rankOther: '#b9cfe3',
  rankOutline: '#5b7288',
  unknown: '#767b84',
  bestFound: '#b8702c',
  ramp1: '#e3edf7',
  ramp2: '#b3cfe8',
  ramp3: '#6e9bc5',
  ramp4: '#2a5c8f',
  ramp5: '#16324f',
  category1: '#8b2d23',
  category2: '#3d83ea',
  category3: '#b8702c',
  category4: '#2a4c6f',
  category5: '#070047',
  category6: '#3e091e',
  patterned: false,
  font,
};

/** Dark theme, for tests and previews; the page reads the same values from its tokens. */
export const darkTheme: ChartTheme = {
  panel: '#171b21',
  ink: '#eceef1',
  ink2: '#b4bac4',
  ink3: '#959ca8',
  line: '#2a3038',
  lineStrong: '#4a525e',
  accent: '#7fb0f0',
  worst: '#ff887a',
  largest: '#6694ff',
  random: '#8f96a3',
  randomGround: '#23282f',
  reference: '#e7ca55',
  proven: '#6fd3a0',
  warning: '#e7ca55',
  rank1: '#bbd6f2',
  rank2: '#7fa9d6',
  rank3: '#4c79a8',
  rankOther: '#2d4a69',
  rankOutline: '#7c93ab',
  unknown: '#8f96a3',
  bestFound: '#9df1e9',
  ramp1: '#202b38',
  ramp2: '#2b4763',
  ramp3: '#3f6a97',
  ramp4: '#7fa9d6',
  ramp5: '#d3e5f8',
  category1: '#e7ca55',
  category2: '#a9780f',
  category3: '#9df1e9',
  category4: '#6694ff',
  category5: '#ff887a',
  category6: '#d35f75',
  patterned: false,
  font,
};

/**
 * Fill and outline of a bar by rank: one ramp, weaker towards the tail; the tail gets an outline that passes 3:1.
 *
 * @param rank 1 = largest
 */
export function rankColour(rank: number, theme: ChartTheme): { fill: string; outline: string | null } {
  if (rank === 1) return { fill: theme.rank1, outline: null };
  if (rank <= 5) return { fill: theme.rank2, outline: null };
  return { fill: theme.rank3, outline: theme.rankOutline };
}

/**
 * Ranks by which bars are coloured: equal values have the rank of the first of them, so that no colour makes a difference of a tie.
 *
 * @param values largest first
 */
export function colourRanks(values: readonly (number | string)[]): number[] {
  const ranks: number[] = [];
  for (const [index, value] of values.entries()) ranks.push(value === values[index - 1] ? (ranks[index - 1] ?? 1) : index + 1);
  return ranks;
}

/** The five classes of a magnitude, weakest first. */
export function rampOf(theme: ChartTheme): string[] {
  return [theme.ramp1, theme.ramp2, theme.ramp3, theme.ramp4, theme.ramp5];
}

/** Hue of a network or curve by its place in the case, 0..5; later ones begin again. */
export function categoryColour(index: number, theme: ChartTheme): string {
  const hues = [theme.category1, theme.category2, theme.category3, theme.category4, theme.category5, theme.category6];
  return hues[index % hues.length] ?? theme.category1;
}

/** Relative luminance of `#rrggbb` or `#rgb`, as a built style sheet writes it (WCAG 2.2); `null` for a colour that is not written so. */
function luminance(written: string): number | null {
  const colour = /^#[0-9a-f]{3}$/i.test(written) ? written.replace(/[0-9a-f]/gi, '$&$&') : written;
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1..21 (WCAG 2.2); `null` where one is a colour of the system. */
export function contrastOf(one: string, other: string): number | null {
  const [a, b] = [luminance(one), luminance(other)];
  return a === null || b === null ? null : (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Colour of text on a fill: ink or panel, whichever reads better. */
export function inkOn(fill: string, theme: ChartTheme): string {
  return (contrastOf(theme.ink, fill) ?? 2) >= (contrastOf(theme.panel, fill) ?? 1) ? theme.ink : theme.panel;
}
