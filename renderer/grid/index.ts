export { Grid, type GridColumn, type GridProps, type GridSort, type GridWindow } from './Grid.tsx';
export { ShareBar } from './ShareBar.tsx';
