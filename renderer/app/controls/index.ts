export { ActionMenu } from './ActionMenu.tsx';
export { Button, IconButton } from './Button.tsx';
export { type ChipItem, ChipMenu, ChipPopover, ChipStatic, Tag } from './Chip.tsx';
export { classes } from './classes.ts';
export { type DataColumn, DataTable } from './DataTable.tsx';
export { Dialog } from './Dialog.tsx';
export { Drawer } from './Drawer.tsx';
export { ErrorNotice, Notice } from './ErrorNotice.tsx';
export { FormDialog } from './FormDialog.tsx';
export {
  Checkbox,
  NumberField,
  SearchField,
  Segments,
  Select,
  TextField,
  type TextFieldProps,
} from './fields.tsx';
export { Progress } from './Progress.tsx';
export { SaveDialog } from './SaveDialog.tsx';
export { Badge, EmptyState, KeyValueList, type KeyValueRow, Panel, ScreenHead, Spacer, Stack, Toolbar } from './surfaces.tsx';
export { Tabs } from './Tabs.tsx';
