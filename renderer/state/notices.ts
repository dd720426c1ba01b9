import { create } from 'zustand';

export type Notice = {
  id: number;
  tone: 'done' | 'failure';
  text: string;
  error?: unknown;
  /** one button, e.g. Undo */
  action?: { label: string; run: () => void };
};

type NoticesState = {
  notices: Notice[];
  /** text of the polite live region */
  announcement: string;
  /** short confirmation that leaves by itself */
  tell: (text: string, action?: Notice['action']) => void;
  /** a failure; stays until closed */
  fail: (title: string, error: unknown) => void;
  /** words for screen readers only */
  announce: (text: string) => void;
  close: (id: number) => void;
};

let lastId = 0;

/** Toasts and announcements of the page. */
export const useNotices = create<NoticesState>()((set) => ({
  notices: [],
  announcement: '',
  tell: (text, action) => {
    lastId += 1;
    const notice: Notice = { id: lastId, tone: 'done', text, action };
    set((state) => ({ notices: [...state.notices.filter((other) => other.tone === 'failure'), notice], announcement: text }));
  },
  fail: (title, error) => {
    lastId += 1;
    const notice: Notice = { id: lastId, tone: 'failure', text: title, error };
    set((state) => ({ notices: [...state.notices.slice(-2), notice] }));
  },
  announce: (text) => set({ announcement: text }),
  close: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
}));
