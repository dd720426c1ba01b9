import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button, NumberField } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { useLive } from './live.ts';
import styles from './removal.module.css';

type Props = {
  /** end of the slider; typed numbers may go to `units` */
  most: number;
  units: number;
  noun: string;
  onMove: (k: number) => void;
  /** a gesture begins and ends: one step of undo */
  onGesture: (phase: 'start' | 'end') => void;
  onReset: () => void;
};

/** Moves along the number of removed units: drag, arrows by 1, PageUp and PageDown by 5, typed number, Step, Play, Reset. */
export function RemovalSlider({ most, units, noun, onMove, onGesture, onReset }: Props) {
  const count = useLive((state) => state.removed.length);
  const [playing, setPlaying] = useState(false);
  const latest = useRef({ count, onMove });
  latest.current = { count, onMove };
  const clamp = (k: number): number => Math.max(0, Math.min(units, Math.round(k)));
  const once = (k: number) => {
    onGesture('start');
    onMove(clamp(k));
    onGesture('end');
  };

  useCommandHandler('removal.step', () => once(count + 1), { enabled: count < units });
  useCommandHandler('removal.stepBack', () => once(count - 1), { enabled: count > 0 });
  useCommandHandler('removal.reset', onReset, { enabled: count > 0 });

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const next = latest.current.count + 1;
      if (next > most) setPlaying(false);
      else latest.current.onMove(next);
    }, 1000);
    const stop = () => setPlaying(false);
    document.addEventListener('keydown', stop, true);
    return () => {
      clearInterval(timer);
      document.removeEventListener('keydown', stop, true);
    };
  }, [playing, most]);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = { PageUp: 5, PageDown: -5, ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? most : by === undefined ? null : count + by;
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    once(Math.min(to, Math.max(most, count)));
  };
  const top = Math.max(1, most, count);
  return (
    <div className={styles.slider} data-single-keys>
      <label htmlFor="removal-slider">Remove</label>
      <input
        id="removal-slider"
        type="range"
        min={0}
        max={top}
        step={1}
        value={count}
        aria-valuetext={`${count} ${noun} removed`}
        style={{ '--filled': `${(count / top) * 100}%` } as React.CSSProperties}
        onPointerDown={() => onGesture('start')}
        onPointerUp={() => onGesture('end')}
        onChange={(event) => onMove(clamp(Number(event.target.value)))}
        onKeyDown={onKeyDown}
      />
      <NumberField
        label="Number removed"
        hideLabel
        value={count}
        minValue={0}
        maxValue={units}
        onChange={(k) => once(Number.isFinite(k) ? k : 0)}
        className={styles.typed}
      />
      <Button onPress={() => once(count + 1)} isDisabled={count >= units}>
        Step
      </Button>
      <Button onPress={() => setPlaying(!playing)} isDisabled={count >= most && !playing}>
        {playing ? 'Stop' : 'Play'}
      </Button>
      <Button onPress={onReset} isDisabled={count === 0}>
        Reset
      </Button>
    </div>
  );
}
