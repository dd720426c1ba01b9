export { ActionMenu, type MenuAction, type MenuActionSection } from './ActionMenu.tsx';
export { Button, type ButtonProps, IconButton, type IconButtonProps } from './Button.tsx';
export { type ChipItem, ChipMenu, type ChipMenuProps, ChipPopover, type ChipPopoverProps, ChipStatic, Tag } from './Chip.tsx';
export { classes } from './classes.ts';
export { type DataColumn, DataTable } from './DataTable.tsx';
export { Dialog, type DialogProps } from './Dialog.tsx';
export { Drawer, type DrawerProps } from './Drawer.tsx';
export { ErrorNotice, type ErrorNoticeProps, Notice } from './ErrorNotice.tsx';
export { FormDialog } from './FormDialog.tsx';
export {
  Checkbox,
  NumberField,
  type NumberFieldProps,
  SearchField,
  Segments,
  Select,
  type SelectItem,
  type SelectProps,
  TextField,
  type TextFieldProps,
} from './fields.tsx';
export { Progress } from './Progress.tsx';
export { SaveDialog } from './SaveDialog.tsx';
export { Badge, EmptyState, KeyValueList, type KeyValueRow, Panel, ScreenHead, Spacer, Stack, Toolbar } from './surfaces.tsx';
export { type TabItem, Tabs } from './Tabs.tsx';
