import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { formatCount } from '../../../shared/format/index.ts';
import { classes, IconButton } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { useNotices } from '../../state/notices.ts';
import styles from './ordered-list.module.css';

export type OrderedItem = {
  id: string;
  name: string;
  content: ReactNode;
  /** drawn as left out */
  dimmed?: boolean;
  /** keeps its place at the head of the list */
  fixed?: boolean;
};

type Props = {
  label: string;
  items: readonly OrderedItem[];
  /** moves the item at `from` to the place `to` */
  onMove: (from: number, to: number) => void;
};

/**
 * A list in an order that matters: Alt+Up and Alt+Down, buttons and pulling move an item. The focus stays with the item, and its new place is said.
 */
export function OrderedList({ label, items, onMove }: Props) {
  const list = useRef<HTMLOListElement>(null);
  /** what has to get the focus again after the list was drawn anew */
  const refocus = useRef<{ id: string; control: string } | null>(null);
  const lastRow = useRef<string | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<number | null>(null);

  useEffect(() => {
    const wanted = refocus.current;
    if (!wanted) return;
    refocus.current = null;
    const row = list.current?.querySelector(`[data-item="${CSS.escape(wanted.id)}"]`);
    const control =
      wanted.control === '' ? null : row?.querySelector<HTMLElement>(`[data-control="${wanted.control}"] button:not([disabled])`);
    (control ?? row?.querySelector<HTMLElement>('button:not([disabled])'))?.focus();
  });

  const movable = items.filter(({ fixed }) => fixed).length;
  const move = (from: number, to: number, control = '') => {
    const item = items[from];
    const { announce } = useNotices.getState();
    if (!item) return;
    if (item.fixed) return announce(`${item.name} keeps its place`);
    if (to < movable || to >= items.length)
      return announce(`${item.name} stays ${to < movable ? (movable === 0 ? 'first' : `behind ${items[movable - 1]?.name}`) : 'last'}`);
    refocus.current = { id: item.id, control };
    onMove(from, to);
    announce(`${item.name} is at place ${formatCount(to + 1)} of ${formatCount(items.length)} now`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-item]');
    if (!event.altKey || step === 0 || !row) return;
    event.preventDefault();
    event.stopPropagation();
    const from = items.findIndex(({ id }) => id === row.dataset.item);
    move(from, from + step, (event.target as HTMLElement).closest<HTMLElement>('[data-control]')?.dataset.control ?? '');
  };
  const moveLast = (step: number) => {
    const from = items.findIndex(({ id }) => id === lastRow.current);
    if (from >= 0) move(from, from + step);
  };
  useCommandHandler('report.moveUp', () => moveLast(-1), { enabled: items.length > 1 });
  useCommandHandler('report.moveDown', () => moveLast(1), { enabled: items.length > 1 });

  const onDrop = (event: DragEvent, to: number) => {
    event.preventDefault();
    const from = items.findIndex(({ id }) => id === dragged);
    setDragged(null);
    setOver(null);
    if (from >= 0 && from !== to) move(from, to);
  };
  return (
    <ol
      ref={list}
      aria-label={label}
      className={styles.list}
      onKeyDownCapture={onKeyDown}
      onFocusCapture={(event) => {
        lastRow.current = (event.target as HTMLElement).closest<HTMLElement>('[data-item]')?.dataset.item ?? null;
      }}
    >
      {items.map(({ id, name, content, dimmed, fixed = false }, index) => (
        <li
          key={id}
          data-item={id}
          draggable={dragged === id}
          className={classes(styles.item, dimmed && styles.dimmed, dragged === id && styles.dragged, over === index && styles.over)}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', name);
          }}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(index);
          }}
          onDragEnd={() => {
            setDragged(null);
            setOver(null);
          }}
          onDrop={(event) => onDrop(event, index)}
        >
          {/* only the grip pulls, so that text in the row can be selected; the buttons do the same for keys */}
          <span
            className={classes(styles.grip, fixed && styles.still)}
            aria-hidden
            onPointerDown={() => !fixed && setDragged(id)}
            onPointerUp={() => setDragged(null)}
          >
            <GripVertical size={14} />
          </span>
          <div className={styles.content}>{content}</div>
          <span className={styles.moves}>
            <span data-control="up">
              <IconButton
                label={`Move ${name} up`}
                icon={<ArrowUp size={14} />}
                isDisabled={fixed || index === movable}
                onPress={() => move(index, index - 1, 'up')}
              />
            </span>
            <span data-control="down">
              <IconButton
                label={`Move ${name} down`}
                icon={<ArrowDown size={14} />}
                isDisabled={fixed || index === items.length - 1}
                onPress={() => move(index, index + 1, 'down')}
              />
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}
