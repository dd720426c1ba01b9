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
