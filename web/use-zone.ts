/** The reader's choice of time zone, kept on this device. */
import { useState } from 'preact/hooks';
import type { Zone } from './format-time.ts';

const KEY = 'rolecall.zone';

/** Storage may be switched off; the choice then lasts as long as the page. */
const readZone = (): Zone => {
  try {
    return localStorage.getItem(KEY) === 'utc' ? 'utc' : 'local';
  } catch {
    return 'local';
  }
};

const keepZone = (zone: Zone): void => {
  try {
    localStorage.setItem(KEY, zone);
  } catch {
    return;
  }
};

export const useZone = (): readonly [Zone, (zone: Zone) => void] => {
  const [zone, setZone] = useState(readZone);
  const choose = (chosen: Zone): void => {
    keepZone(chosen);
    setZone(chosen);
  };
  return [zone, choose];
};
