import {
  CellStyleModule,
  ColumnAutoSizeModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  PinnedRowModule,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
} from 'ag-grid-community';

let registered = false;

/** Registers the few Community modules that the grid uses, once. */
export function registerGridModules(): void {
  if (registered) return;
  registered = true;
  ModuleRegistry.registerModules([
    InfiniteRowModelModule,
    RowSelectionModule,
    RowApiModule,
    RowStyleModule,
    ScrollApiModule,
    RenderApiModule,
    ColumnAutoSizeModule,
    CellStyleModule,
    PinnedRowModule,
  ]);
}
