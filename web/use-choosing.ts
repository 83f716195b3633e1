/** Rows with a tick. */
import { useRef, useState } from 'preact/hooks';

/** The most that one action may be about. */
export const MOST_CHOSEN = 100;

export interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly choose: (accessId: string, isRange: boolean) => void;
  readonly chooseAll: () => void;
  readonly chooseNone: () => void;
}

/** `ids`: of the rows that are shown, in their order. */
export const useChoosing = (ids: readonly string[]): Choosing => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef({ ids, last: undefined as string | undefined });
  latest.current = { ...latest.current, ids };

  const choose = (accessId: string, isRange: boolean): void => {
    const { ids: shown, last } = latest.current;
    latest.current = { ids: shown, last: accessId };
    const [here, there] = [shown.indexOf(accessId), last === undefined ? -1 : shown.indexOf(last)];
    setChosen((before) => {
      if (isRange && there !== -1) {
        const between = shown.slice(Math.min(here, there), Math.max(here, there) + 1);
        return new Set([...before, ...between].slice(0, MOST_CHOSEN));
      }
      const after = new Set(before);
      if (!after.delete(accessId) && after.size < MOST_CHOSEN) after.add(accessId);
      return after;
    });
  };
  const stable = useRef(choose);
  return {
    chosen,
    choose: stable.current,
    chooseAll: () => setChosen(new Set(ids.slice(0, MOST_CHOSEN))),
    chooseNone: () => setChosen(new Set()),
  };
};
