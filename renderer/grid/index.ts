export type { GridColumn, GridSort } from './columns.tsx';
export { Grid } from './Grid.tsx';
export { ShareBar } from './ShareBar.tsx';
