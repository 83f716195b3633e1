/** Who has signed in: asked once, for "me". */
import { useEffect, useState } from 'preact/hooks';
import { askMe } from '../api.ts';

let known: string | undefined;

export const useReaderName = (): string | undefined => {
  const [name, setName] = useState(known);
  useEffect(() => {
    if (known !== undefined) return;
    const stop = new AbortController();
    void askMe(stop.signal).then((answer) => {
      if (!answer.ok) return;
      known = answer.value.name;
      setName(known);
    });
    return () => stop.abort();
  }, []);
  return name;
};
