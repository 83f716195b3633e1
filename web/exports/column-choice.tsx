/** Which columns the file has: all of them, unless some are taken away. */
import { COLUMN_NAMES } from './column-names.ts';

interface ColumnChoiceProps {
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

/** In the order of the file, whatever the order of the clicks. */
const toggled = (chosen: readonly string[], name: string): readonly string[] =>
  COLUMN_NAMES.filter((one) => (one === name ? !chosen.includes(one) : chosen.includes(one)));

export const ColumnChoice = ({ chosen, onChoose }: ColumnChoiceProps) => (
  <details class="columns">
    <summary>
      Columns:{' '}
      {chosen.length === COLUMN_NAMES.length
        ? 'all of them'
        : `${String(chosen.length)} of ${String(COLUMN_NAMES.length)}`}
    </summary>
    <p class="column-ways">
      <button type="button" class="plain" onClick={() => onChoose(COLUMN_NAMES)}>
        All
      </button>
      <button type="button" class="plain" onClick={() => onChoose([])}>
        None
      </button>
    </p>
    <fieldset>
      <legend class="unseen">Columns</legend>
      {COLUMN_NAMES.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={() => onChoose(toggled(chosen, name))}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  </details>
);
