export { BoundBar } from './BoundBar.tsx';
export { Chart, type ChartProps } from './Chart.tsx';
export { useWorldMap } from './worldMap.ts';
