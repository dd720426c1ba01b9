import { Check, ChevronDown, Minus, Plus, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  NumberField as AriaNumberField,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  TextField as AriaTextField,
  Button,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  SelectValue,
  Text,
  TextArea,
} from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './fields.module.css';
import menu from './menu.module.css';

type Labelled = { label: string; hideLabel?: boolean; description?: ReactNode; className?: string };

export type TextFieldProps = Labelled & {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  multiline?: boolean;
  maxLength?: number;
  /** a message makes the field invalid */
  error?: string | null;
  isDisabled?: boolean;
  autoFocus?: boolean;
  onBlur?: () => void;
  /** Enter in a field of several lines; Shift+Enter makes a line then */
  onEnter?: () => void;
  /** the text is selected when the field gets the focus, so that typing replaces it */
  selectsAll?: boolean;
  type?: 'text' | 'date';
  /** a passphrase: not shown, not offered to be remembered */
  isSecret?: boolean;
};

/** One line of text, or several with `multiline`. */
export function TextField(props: TextFieldProps) {
  const { label, hideLabel, description, className, placeholder, multiline, error, onEnter, selectsAll, isSecret, ...rest } = props;
  return (
    <AriaTextField
      {...rest}
      {...(isSecret ? { type: 'password', autoComplete: 'off' } : {})}
      isInvalid={Boolean(error)}
      aria-label={hideLabel ? label : undefined}
      className={classes(styles.field, className)}
    >
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      {multiline ? (
        <TextArea
          className={styles.area}
          placeholder={placeholder}
          onKeyDown={(event) => {
            if (!onEnter || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onEnter();
          }}
        />
      ) : (
        <Input
          className={styles.input}
          placeholder={placeholder}
          onFocus={selectsAll ? ({ currentTarget }) => currentTarget.select() : undefined}
        />
      )}
      {description && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
    </AriaTextField>
  );
}

/** A search box; Escape clears it. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  className?: string;
}) {
  return (
    <AriaSearchField
      aria-label={props.label}
      value={props.value}
      onChange={props.onChange}
      className={classes(styles.field, props.className)}
    >
      <Group className={styles.number}>
        <Search size={14} aria-hidden className={styles.selectIcon} style={{ alignSelf: 'center', marginLeft: 8 }} />
        <Input className={styles.input} placeholder={props.placeholder ?? props.label} style={{ textAlign: 'left' }} />
      </Group>
    </AriaSearchField>
  );
}

export type NumberFieldProps = Labelled & {
  value: number;
  onChange: (value: number) => void;
  minValue?: number;
  maxValue?: number;
  step?: number;
  isDisabled?: boolean;
  formatOptions?: Intl.NumberFormatOptions;
};

/** A number with small steps; arrow keys step too. */
export function NumberField({ label, hideLabel, description, className, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} aria-label={hideLabel ? label : undefined} className={classes(styles.field, className)}>
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      <Group className={styles.number}>
        <Input className={styles.input} />
        <Button slot="decrement" className={styles.step}>
          <Minus size={12} aria-hidden />
        </Button>
        <Button slot="increment" className={styles.step}>
          <Plus size={12} aria-hidden />
        </Button>
      </Group>
      {description && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
    </AriaNumberField>
  );
}

export type SelectItem<Id extends string = string> = { id: Id; label: string; description?: string };
export type SelectProps<Id extends string> = Labelled & {
  items: readonly SelectItem<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  placeholder?: string;
  isDisabled?: boolean;
};

/** One choice out of a list. */
export function Select<Id extends string>({
  label,
  hideLabel,
  description,
  className,
  items,
  value,
  onChange,
  placeholder,
  isDisabled,
}: SelectProps<Id>) {
  return (
    <AriaSelect
      aria-label={hideLabel ? label : undefined}
      className={classes(styles.field, className)}
      value={value}
      onChange={(key) => key !== null && onChange(String(key) as Id)}
      placeholder={placeholder ?? 'choose'}
      isDisabled={isDisabled}
    >
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      <Button className={styles.select}>
        <SelectValue className={styles.selectValue} />
        <ChevronDown size={12} className={styles.selectIcon} aria-hidden />
      </Button>
      {description && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <Popover className={menu.popover} offset={4}>
        <ListBox className={menu.list} items={items as SelectItem<Id>[]}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.label} className={menu.item}>
              {({ isSelected }) => (
                <>
                  <span className={menu.check}>{isSelected && <Check size={14} aria-hidden />}</span>
                  <Text slot="label" className={menu.text}>
                    {item.label}
                  </Text>
                  {item.description && (
                    <Text slot="description" className={menu.description}>
                      {item.description}
                    </Text>
                  )}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** A box to tick. */
export function Checkbox(props: {
  children: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  isIndeterminate?: boolean;
}) {
  const { children, ...rest } = props;
  return (
    <AriaCheckbox {...rest} className={styles.checkbox}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles.box} aria-hidden>
            {isIndeterminate ? <Minus size={12} strokeWidth={3} /> : isSelected ? <Check size={12} strokeWidth={3} /> : null}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}

/** Two to five exclusive choices, all visible. */
export function Segments<Id extends string>(
  props: Labelled & { items: readonly { id: Id; label: string }[]; value: Id; onChange: (id: Id) => void },
) {
  return (
    <RadioGroup
      orientation="horizontal"
      className={classes(styles.field, props.className)}
      aria-label={props.hideLabel ? props.label : undefined}
      value={props.value}
      onChange={(id) => props.onChange(id as Id)}
    >
      {!props.hideLabel && <Label className={styles.label}>{props.label}</Label>}
      <div className={styles.segments}>
        {props.items.map((item) => (
          <Radio key={item.id} value={item.id} className={styles.segment}>
            {item.label}
          </Radio>
        ))}
      </div>
      {props.description && (
        <Text slot="description" className={styles.description}>
          {props.description}
        </Text>
      )}
    </RadioGroup>
  );
}
