import type { ReactNode } from 'react';
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './menu.module.css';

export type MenuAction = { id: string; label: string; keys?: string; disabled?: boolean };
export type MenuActionSection = { id: string; title?: string; actions: readonly MenuAction[] };

/** A menu of actions behind the given trigger (a Button or IconButton). */
export function ActionMenu(props: {
  label: string;
  trigger: ReactNode;
  sections: readonly MenuActionSection[];
  onAction: (id: string) => void;
}) {
  const disabled = props.sections.flatMap((section) => section.actions.filter((action) => action.disabled).map((action) => action.id));
  return (
    <MenuTrigger>
      {props.trigger}
      <Popover className={styles.popover} placement="bottom start" offset={4}>
        <Menu aria-label={props.label} className={styles.list} disabledKeys={disabled} onAction={(key) => props.onAction(String(key))}>
          {props.sections.map((section) => (
            <MenuSection key={section.id} className={styles.section} aria-label={section.title ?? props.label}>
              {section.title && <Header className={styles.heading}>{section.title}</Header>}
              {section.actions.map((action) => (
                <MenuItem key={action.id} id={action.id} textValue={action.label} className={classes(styles.item, styles.action)}>
                  <span className={styles.text}>{action.label}</span>
                  {action.keys && <kbd className={styles.hint}>{action.keys}</kbd>}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
