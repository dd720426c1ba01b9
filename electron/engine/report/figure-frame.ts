import { type ChartFrame, interWidth, lightTheme } from '../../../shared/charts/index.ts';

/** Width of a figure that fills the page, in the pixels of its drawing. */
export const FIGURE_WIDTH = 720;

/** Frame of a report figure: always the light theme. */
export function figureFrame(width: number, height: number): ChartFrame {
  return { width, height, theme: { ...lightTheme, font: 'Inter' }, measure: interWidth };
}
