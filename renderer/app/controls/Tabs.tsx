import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './tabs.module.css';

export type TabItem<Id extends string> = { id: Id; label: ReactNode; content: ReactNode };

/** Tabs with an underline; the content of the others is not mounted. */
export function Tabs<Id extends string>(props: {
  label: string;
  items: readonly TabItem<Id>[];
  selected?: Id;
  onSelect?: (id: Id) => void;
  className?: string;
  /** controls at the right end of the row of tabs */
  actions?: ReactNode;
}) {
  return (
    <AriaTabs
      className={classes(styles.tabs, props.className)}
      selectedKey={props.selected}
      onSelectionChange={(key) => props.onSelect?.(String(key) as Id)}
    >
      <div className={styles.head}>
        <TabList aria-label={props.label} className={styles.list}>
          {props.items.map((item) => (
            <Tab key={item.id} id={item.id} className={styles.tab}>
              {item.label}
            </Tab>
          ))}
        </TabList>
        {props.actions}
      </div>
      {props.items.map((item) => (
        <TabPanel key={item.id} id={item.id} className={styles.panel}>
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
