/** Whether the list and its chart are drawn: what is not needed for them is loaded after them. */
import { useEffect, useState } from 'preact/hooks';

/** So long after the list; a chart that does not come holds nothing back for ever. */
const PATIENCE_MS = 5_000;

let isChartDrawn = false;
const followers = new Set<() => void>();

export const noteChartDrawn = (): void => {
  isChartDrawn = true;
  for (const follow of followers) follow();
};

/** `isListThere`: from when on the chart is waited for. */
export const useFirstPaint = (isListThere: boolean): boolean => {
  const [isOver, setOver] = useState(isChartDrawn);
  useEffect(() => {
    if (isOver) return;
    const end = (): void => setOver(true);
    followers.add(end);
    const timer = isListThere ? setTimeout(end, PATIENCE_MS) : undefined;
    return () => {
      followers.delete(end);
      clearTimeout(timer);
    };
  }, [isListThere, isOver]);
  return isOver && isListThere;
};
