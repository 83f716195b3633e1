/** What the search found, under its box; loaded when somebody searches. */
import { Moment } from './moment.tsx';
import { LIST_ID, optionId, type Value } from './search-value.ts';

interface SearchFoundProps {
  readonly values: readonly Value[];
  /** Index of the one that Enter takes. */
  readonly active: number;
  readonly state: 'asked' | 'found' | 'failed';
  readonly onTake: (value: Value) => void;
}

const WORDS: Readonly<Record<SearchFoundProps['state'], string>> = {
  asked: 'Searching…',
  found: 'Nothing in this range begins so.',
  failed: 'The search does not answer.',
};

const Option = (props: {
  readonly value: Value;
  readonly index: number;
  readonly isActive: boolean;
  readonly onTake: () => void;
}) => (
  <li
    id={optionId(props.index)}
    role="option"
    aria-selected={props.isActive}
    onMouseDown={(event) => {
      event.preventDefault();
      props.onTake();
    }}
  >
    <bdi class="found">{props.value.words}</bdi>
    {props.value.words === props.value.value ? null : <bdi class="sub verbatim">{props.value.value}</bdi>}
    <span class="sub">
      {props.value.kind}, seen <Moment iso={props.value.lastSeen} as="age" />
    </span>
  </li>
);

export const SearchFound = ({ values, active, state, onTake }: SearchFoundProps) => (
  <div class="search-found">
    <ul id={LIST_ID} role="listbox" aria-label="Found">
      {values.map((value, index) => (
        <Option
          key={`${value.field} ${value.value}`}
          value={value}
          index={index}
          isActive={index === active}
          onTake={() => onTake(value)}
        />
      ))}
    </ul>
    {values.length > 0 ? null : <p class="sub">{WORDS[state]} Enter looks for exactly this person.</p>}
  </div>
);
