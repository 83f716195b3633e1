/** The present moment, renewed often enough for "12 min ago" to stay true. */
import { useEffect, useState } from 'preact/hooks';

const EVERY_MS = 20_000;

/** The page's own clock: the browser has no other, and nothing is decided by it. */
export const useNow = (): Date => {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
};
