import { type KeyboardEvent, memo, useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { Button, NumberField } from '../../app/controls/index.ts';
import { useCommandHandler } from '../../state/commands.ts';
import { useLive } from './live.ts';
import styles from './slider.module.css';

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
  const clamp = useCallback((k: number): number => Math.max(0, Math.min(units, Math.round(k))), [units]);
  const once = useCallback(
    (k: number) => {
      onGesture('start');
      onMove(clamp(k));
      onGesture('end');
    },
    [onGesture, onMove, clamp],
  );
  const type = useCallback((k: number) => once(Number.isFinite(k) ? k : 0), [once]);
  const step = useCallback(() => once(latest.current.count + 1), [once]);
  const play = useCallback(() => setPlaying((before) => !before), []);

  useCommandHandler('removal.step', () => once(count + 1), { enabled: count < units });
  useCommandHandler('removal.stepBack', () => once(count - 1), { enabled: count > 0 });
  useCommandHandler('removal.reset', onReset, { enabled: count > 0 });

  useEffect(() => {
    if (!playing) return;
    // what is played is one step of undo, apart from what was removed before
    onGesture('start');
    const timer = setInterval(() => {
      const next = latest.current.count + 1;
      if (next > units) setPlaying(false);
      else latest.current.onMove(next);
    }, 1000);
    const stop = () => setPlaying(false);
    document.addEventListener('keydown', stop, true);
    return () => {
      clearInterval(timer);
      document.removeEventListener('keydown', stop, true);
      onGesture('end');
    };
  }, [playing, units, onGesture]);

  const onKeyDown = (event: KeyboardEvent) => {
    const by = { PageUp: 5, PageDown: -5, ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? most : by === undefined ? null : count + by;
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // A key that is held down is one gesture, as a drag is.
    onGesture('start');
    onMove(clamp(Math.min(to, Math.max(most, count))));
  };
  const letGo = () => onGesture('end');
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
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onLostPointerCapture={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
        onChange={(event) => onMove(clamp(Number(event.target.value)))}
        onKeyDown={onKeyDown}
      />
      <TypedCount units={units} onType={type} />
      <Steps
        playing={playing}
        canStep={count < units}
        canPlay={count < units || playing}
        canReset={count > 0}
        onStep={step}
        onPlay={play}
        onReset={onReset}
      />
    </div>
  );
}

/** The number as it is typed; while the slider moves, it follows when there is time between the frames. */
const TypedCount = memo(function TypedCount({ units, onType }: { units: number; onType: (k: number) => void }) {
  const count = useDeferredValue(useLive((state) => state.removed.length));
  return <TypedField count={count} units={units} onType={onType} />;
});

const TypedField = memo(function TypedField({ count, units, onType }: { count: number; units: number; onType: (k: number) => void }) {
  return (
    <NumberField label="Number removed" hideLabel value={count} minValue={0} maxValue={units} onChange={onType} className={styles.typed} />
  );
});

type StepsProps = {
  playing: boolean;
  canStep: boolean;
  canPlay: boolean;
  canReset: boolean;
  onStep: () => void;
  onPlay: () => void;
  onReset: () => void;
};

const Steps = memo(function Steps({ playing, canStep, canPlay, canReset, onStep, onPlay, onReset }: StepsProps) {
  return (
    <>
      <Button onPress={onStep} isDisabled={!canStep}>
        Step
      </Button>
      <Button onPress={onPlay} isDisabled={!canPlay}>
        {playing ? 'Stop' : 'Play'}
      </Button>
      <Button onPress={onReset} isDisabled={!canReset}>
        Reset
      </Button>
    </>
  );
});
