import { Check, ChevronDown, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import {
  SearchField as AriaSearchField,
  Autocomplete,
  Button,
  Dialog,
  DialogTrigger,
  Input,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  useFilter,
} from 'react-aria-components';
import { flushSync } from 'react-dom';
import { classes } from './classes.ts';
import fields from './fields.module.css';
import styles from './menu.module.css';

export type ChipItem<Id extends string = string> = {
  id: Id;
  label: string;
  /** second line in the menu */
  description?: string;
  /** short text at the right, e.g. a count */
  hint?: string;
  disabled?: boolean;
};

function Face({ label, value }: { label: string; value: ReactNode }) {
  return (
    <>
      <span className={styles.label}>{label}</span>
      <span className={styles.value}>{value}</span>
    </>
  );
}

export type ChipMenuProps<Id extends string> = {
  label: string;
  /** text on the pill; the label of the selected item when left out */
  value?: ReactNode;
  items: readonly ChipItem<Id>[];
  selected?: Id | null;
  onSelect: (id: Id) => void;
  isDisabled?: boolean;
  /** a search field above the list; on by itself from 13 items */
  searchable?: boolean;
};

/** The shelf pill: a labelled button that opens a menu of choices. */
export function ChipMenu<Id extends string>({ label, value, items, selected, onSelect, isDisabled, searchable }: ChipMenuProps<Id>) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const withSearch = searchable ?? items.length > 12;
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const text = value ?? items.find((item) => item.id === selected)?.label ?? 'choose';
  const menu = (
    <Menu
      className={styles.list}
      aria-label={label}
      items={items as ChipItem<Id>[]}
      selectionMode="single"
      selectedKeys={selected ? [selected] : []}
      disabledKeys={items.filter((item) => item.disabled).map((item) => item.id)}
      onAction={(key) => onSelect(String(key) as Id)}
      renderEmptyState={() => <div className={styles.empty}>Nothing matches</div>}
    >
      {(item) => (
        <MenuItem id={item.id} textValue={item.label} className={styles.item}>
          {({ isSelected }) => (
            <>
              <span className={styles.check}>{isSelected && <Check size={14} aria-hidden />}</span>
              <span className={styles.text}>{item.label}</span>
              {item.hint && <span className={styles.hint}>{item.hint}</span>}
              {item.description && <span className={styles.description}>{item.description}</span>}
            </>
          )}
        </MenuItem>
      )}
    </Menu>
  );
  // The search field forwards its keys to the list, so that neither Escape nor Tab reaches the popover, which keeps the focus inside.
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    event.stopPropagation();
    if (event.key === 'Escape') event.preventDefault();
    // The chip can take the focus when the popover is gone; from there the browser moves a Tab on.
    flushSync(() => setOpen(false));
    trigger.current?.focus();
  };
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button ref={trigger} className={styles.chip} isDisabled={isDisabled}>
        <Face label={label} value={text} />
        <ChevronDown size={12} className={styles.chevron} aria-hidden />
      </Button>
      <Popover className={styles.popover} placement="bottom start" offset={4}>
        {withSearch ? (
          <div className={styles.searchable} onKeyDownCapture={leave}>
            <Autocomplete filter={contains}>
              <AriaSearchField aria-label={`Search ${label}`} autoFocus className={styles.search}>
                <Input className={fields.input} placeholder="Search" />
              </AriaSearchField>
              {menu}
            </Autocomplete>
          </div>
        ) : (
          menu
        )}
      </Popover>
    </MenuTrigger>
  );
}

export type ChipPopoverProps = {
  label: string;
  value: ReactNode;
  isDisabled?: boolean;
  /** any content, e.g. a filter editor; `close` shuts the popover */
  children: (close: () => void) => ReactNode;
};

/** A shelf pill whose popover holds controls of your own. */
export function ChipPopover({ label, value, isDisabled, children }: ChipPopoverProps) {
  return (
    <DialogTrigger>
      <Button className={styles.chip} isDisabled={isDisabled}>
        <Face label={label} value={value} />
        <ChevronDown size={12} className={styles.chevron} aria-hidden />
      </Button>
      <Popover className={styles.popover} placement="bottom start" offset={4}>
        <Dialog aria-label={label} className={styles.panel}>
          {({ close }) => children(close)}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** A pill that only states something: there is nothing to choose yet. */
export function ChipStatic({ label, value, title }: { label: string; value: ReactNode; title?: string }) {
  return (
    <span className={classes(styles.chip, styles.static)} title={title}>
      <Face label={label} value={value} />
    </span>
  );
}

/** A removable word, e.g. a supplier that is removed by hand. */
export function Tag({
  children,
  tone,
  onRemove,
  removeLabel,
}: {
  children: ReactNode;
  tone?: 'removed';
  onRemove: () => void;
  removeLabel: string;
}) {
  return (
    <span className={classes(styles.tag, tone === 'removed' && styles.tagRemoved)}>
      {children}
      <Button className={styles.tagButton} aria-label={removeLabel} onPress={onRemove}>
        <X size={12} aria-hidden />
      </Button>
    </span>
  );
}
