import { useSyncExternalStore } from 'react';
import { type ThemeSetting, useSettings } from './settings.ts';

export type ThemeName = 'light' | 'dark' | 'contrast-light' | 'contrast-dark';

/**
 * The theme that a setting means on a system.
 *
 * @param setting what the person chose
 * @param system what the system prefers
 */
export function themeOf(setting: ThemeSetting, system: { dark: boolean; contrast: boolean }): ThemeName {
  const dark = setting === 'dark' || (setting !== 'light' && system.dark);
  const contrast = setting === 'contrast' || (setting === 'system' && system.contrast);
  if (contrast) return dark ? 'contrast-dark' : 'contrast-light';
  return dark ? 'dark' : 'light';
}

const queries = () => [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(prefers-contrast: more)')] as const;

function current(): ThemeName {
  const [dark, contrast] = queries();
  return themeOf(useSettings.getState().theme, { dark: dark.matches, contrast: contrast.matches });
}

/** Writes theme and density to `<html>` now and whenever setting or system change. Called once, before the first paint. */
export function applyTheme(): void {
  const write = () => {
    document.documentElement.dataset.theme = current();
    document.documentElement.dataset.density = useSettings.getState().density;
  };
  write();
  for (const query of queries()) query.addEventListener('change', write);
  useSettings.subscribe(write);
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** The theme on show; charts and grids redraw when it changes. */
export function useTheme(): ThemeName {
  return useSyncExternalStore(subscribe, () => (document.documentElement.dataset.theme as ThemeName | undefined) ?? 'light');
}
