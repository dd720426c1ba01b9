import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type ThemeSetting = 'system' | 'light' | 'dark' | 'contrast';
export type Density = 'comfortable' | 'standard' | 'compact';

type SettingsState = {
  theme: ThemeSetting;
  density: Density;
  /** keys without Ctrl (R, S, T ...), which work while a grid or chart has focus */
  singleKeys: boolean;
  checklistClosed: boolean;
  /** name under which the person decides, e.g. in waivers; proposed again the next time */
  decidedBy: string;
  set: (patch: Partial<Pick<SettingsState, 'theme' | 'density' | 'singleKeys' | 'checklistClosed' | 'decidedBy'>>) => void;
};

/** Settings of this window; they live in the page's own storage and never leave the machine. */
export const useSettings = create<SettingsState>()(
  persist(
    (set) => ({
      theme: 'system',
      density: 'standard',
      singleKeys: true,
      checklistClosed: false,
      decidedBy: '',
      set: (patch) => set(patch),
    }),
    {
      name: 'chokepoint.settings',
      version: 1,
      partialize: ({ theme, density, singleKeys, checklistClosed, decidedBy }) => ({
        theme,
        density,
        singleKeys,
        checklistClosed,
        decidedBy,
      }),
    },
  ),
);
