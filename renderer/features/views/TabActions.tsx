import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

const Place = createContext<HTMLElement | null>(null);

/** Where tabs put their actions: the right end of the row of tabs. */
export const ActionsPlace = Place.Provider;

/** Puts the actions of a tab beside the tabs, where they take no height from the tab. */
export function TabActions({ children }: { children: ReactNode }) {
  const place = useContext(Place);
  return place && createPortal(children, place);
}
