/** What a row shows beside the person, the role and the time. What is wrong or odd about an access always stays. */
import { useRef, useState } from 'preact/hooks';
import { keepHidden, readHidden } from './hidden-columns.ts';

const COLUMNS = [
  { name: 'home', words: 'Where the person belongs' },
  { name: 'from', words: 'Address and way in' },
  { name: 'standing', words: 'Review and deliveries, where nothing is wrong' },
  { name: 'said', words: 'What was said about it' },
] as const;

export const ColumnChooser = () => {
  const [hidden, setHidden] = useState(readHidden);
  const place = useRef<HTMLDetailsElement>(null);
  const count = COLUMNS.filter(({ name }) => hidden.includes(name)).length;
  const toggle = (name: string): void => {
    const next = hidden.includes(name) ? hidden.filter((one) => one !== name) : [...hidden, name];
    setHidden(next);
    keepHidden(next);
  };
  const close = (): void => {
    if (place.current !== null) place.current.open = false;
  };
  return (
    <details
      class="column-chooser"
      ref={place}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !place.current?.contains(relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || place.current?.open !== true) return;
        event.stopPropagation();
        close();
        place.current.querySelector('summary')?.focus();
      }}
    >
      <summary>Columns{count === 0 ? '' : ` · ${String(count)} hidden`}</summary>
      <fieldset>
        <legend class="unseen">What a row shows</legend>
        {COLUMNS.map(({ name, words }) => (
          <label key={name}>
            <input type="checkbox" checked={!hidden.includes(name)} onChange={() => toggle(name)} />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
    </details>
  );
};
