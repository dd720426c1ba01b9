import { create } from 'zustand';
import { errorValue } from './errors.ts';
import { type Screen, useUi } from './ui.ts';

type Done = {
  id: number;
  tone: 'done';
  text: string;
  /** one button, e.g. Undo */
  action?: { label: string; run: () => void };
};
type Failure = {
  id: number;
  tone: 'failure';
  /** what was tried */
  text: string;
  error: unknown;
  /** how often the same thing failed in the same way */
  times: number;
  /** where it failed; it is of no use anywhere else */
  screen: Screen;
  /** what must succeed for it to go; its title where nothing else is said */
  until: string;
};
export type Notice = Done | Failure;

type NoticesState = {
  notices: Notice[];
  /** text of the polite live region */
  announcement: string;
  /** short confirmation that leaves by itself; takes the place of the one before */
  tell: (text: string, action?: Done['action']) => void;
  /** a failure; stays until it is closed, the same thing (or `until`) succeeds, or the screen changes; a repeated one is counted */
  fail: (title: string, error: unknown, until?: string) => void;
  /** what failed under this title, or until this, works again */
  succeed: (until: string) => void;
  /** words for screen readers only */
  announce: (text: string) => void;
  close: (id: number) => void;
  /** forgets failures of other screens */
  leave: (screen: Screen) => void;
  /** forgets all, when another case is opened */
  clear: () => void;
};

const MOST_FAILURES = 2;
let lastId = 0;

const isFailure = (notice: Notice): notice is Failure => notice.tone === 'failure';

/** Messages and announcements of the page. */
export const useNotices = create<NoticesState>()((set) => {
  /** Keeps the state object where nothing goes, so that nobody draws again. */
  const keep = (fits: (notice: Notice) => boolean) =>
    set((state) => (state.notices.every(fits) ? state : { notices: state.notices.filter(fits) }));
  return {
    notices: [],
    announcement: '',
    tell: (text, action) => {
      lastId += 1;
      const notice: Done = { id: lastId, tone: 'done', text, action };
      set((state) => ({ notices: [...state.notices.filter(isFailure), notice], announcement: text }));
    },
    fail: (title, error, until = title) => {
      lastId += 1;
      const id = lastId;
      const words = errorValue(error).message;
      const { screen } = useUi.getState();
      set((state) => {
        const same = (notice: Notice) => isFailure(notice) && notice.text === title && errorValue(notice.error).message === words;
        const times = 1 + state.notices.filter(isFailure).reduce((sum, notice) => sum + (same(notice) ? notice.times : 0), 0);
        const others = state.notices.filter((notice) => isFailure(notice) && !same(notice)).slice(1 - MOST_FAILURES);
        return { notices: [...others, { id, tone: 'failure', text: title, error, times, screen, until }] };
      });
    },
    succeed: (until) => keep((notice) => !isFailure(notice) || notice.until !== until),
    announce: (text) => set({ announcement: text }),
    close: (id) => keep((notice) => notice.id !== id),
    leave: (screen) => keep((notice) => !isFailure(notice) || notice.screen === screen),
    clear: () => set({ notices: [], announcement: '' }),
  };
});
