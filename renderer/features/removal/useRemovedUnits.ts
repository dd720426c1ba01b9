import { useCallback, useEffect, useMemo, useRef } from 'react';
import { dimensionNoun, formatCount, formatShare } from '../../../shared/format/index.ts';
import { verdictWords } from '../../../shared/resilience/readings.ts';
import { useNotices } from '../../state/notices.ts';
import { recordStep } from '../../state/steps.ts';
import { useUi } from '../../state/ui.ts';
import { followShared, holdRemoved, shareRemoved, showRemoved, useLive } from './live.ts';
import { type Evaluation, evaluate, moveTo, type Preview } from './preview.ts';
import { servedNowWords, servedUnit } from './served.ts';

/** Units removed by hand, with what remains servable; every gesture is one step of undo. */
export function useRemovedUnits(preview: Preview | null, by: string) {
  const removed = useUi((state) => state.removal.removed);
  const evaluation = useMemo(() => (preview ? evaluate(preview, removed) : null), [preview, removed]);
  useEffect(() => followShared(removed), [removed]);
  const start = useRef<readonly string[] | null>(null);

  const record = useCallback((before: readonly string[], after: readonly string[], label: string) => {
    if (before.length === after.length && before.every((name, index) => name === after[index])) return;
    recordStep({ label, undo: () => shareRemoved(before), redo: () => shareRemoved(after) });
  }, []);
  const change = useCallback(
    (next: readonly string[], label: string) => {
      record(useLive.getState().removed, next, label);
      shareRemoved(next);
    },
    [record],
  );
  const toggle = useCallback(
    (id: string) => {
      const now = useLive.getState().removed;
      const is = now.includes(id);
      change(is ? now.filter((name) => name !== id) : [...now, id], `${is ? 'Restore' : 'Remove'} ${id}`);
    },
    [change],
  );
  const add = useCallback(
    (ids: readonly string[]) => {
      const now = useLive.getState().removed;
      const fresh = ids.filter((id) => !now.includes(id));
      change(
        [...now, ...fresh],
        `Remove ${fresh.length === 1 ? fresh[0] : `${formatCount(fresh.length)} ${dimensionNoun(by, fresh.length)}`}`,
      );
    },
    [change, by],
  );
  const move = useCallback(
    (k: number) => {
      if (preview) showRemoved(moveTo(preview, useLive.getState().removed, k));
    },
    [preview],
  );
  const gesture = useCallback(
    (phase: 'start' | 'end') => {
      const now = useLive.getState().removed;
      if (phase === 'start') {
        start.current ??= now;
        holdRemoved();
      } else if (start.current) {
        record(start.current, now, `Remove ${formatCount(now.length)} ${dimensionNoun(by, now.length)}`);
        start.current = null;
        shareRemoved(now);
      }
    },
    [by, record],
  );
  const reset = useCallback(() => change([], 'Restore all'), [change]);
  useAnnouncement(preview, evaluation, removed, by);
  return { removed, evaluation, toggle, add, move, gesture, reset };
}

/** Says what a removal did, at most once a second. */
function useAnnouncement(preview: Preview | null, evaluation: Evaluation | null, removed: readonly string[], by: string): void {
  const last = useRef<{ at: number; count: number; timer: ReturnType<typeof setTimeout> | null }>({ at: 0, count: 0, timer: null });
  useEffect(() => {
    const state = last.current;
    if (!preview || !evaluation) return;
    const say = () => {
      const { model } = preview;
      const newest = evaluation.count > state.count ? `Removed ${removed.at(-1)}. ` : evaluation.count < state.count ? 'Restored. ' : '';
      if (newest === '') return;
      state.count = evaluation.count;
      state.at = Date.now();
      const text = `${newest}${formatCount(evaluation.count)} ${dimensionNoun(by, evaluation.count)} removed, ${formatShare(evaluation.baseShare)} of base. ${servedNowWords(model, evaluation.served)} ${servedUnit(model)} servable, ${verdictWords(evaluation.served, model.below)}.`;
      useNotices.getState().announce(text);
    };
    if (state.timer) clearTimeout(state.timer);
    state.timer = setTimeout(say, Math.max(0, 1000 - (Date.now() - state.at)));
    return () => {
      if (state.timer) clearTimeout(state.timer);
    };
  }, [preview, evaluation, removed, by]);
}
