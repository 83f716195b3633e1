/** The zone in which moments are shown and the present moment, for every component that shows a time. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Zone } from './format-time.ts';

export interface Times {
  readonly zone: Zone;
  readonly now: Date;
}

export const TimesContext = createContext<Times>({ zone: 'local', now: new Date(0) });

export const useTimes = (): Times => useContext(TimesContext);
