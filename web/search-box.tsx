/** Finds people, sessions, roles, accounts, addresses and tickets by their beginning; what is taken becomes a filter. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { askValues } from './api.ts';
import { lazy } from './lazy.tsx';
import { navigate } from './navigation.ts';
import { hasFilter, momentsOf, type PageQuery, withToggled } from './query.ts';
import type { ChipField } from './query.ts';
import { LIST_ID, optionId, type Value } from './search-value.ts';

export const SEARCH_ID = 'search';
/** Below this the API would find too much. */
const SHORTEST = 2;
const PAUSE_MS = 120;

interface Found {
  readonly text: string;
  readonly values: readonly Value[];
  readonly failed: boolean;
}

const SearchFound = lazy({ load: async () => (await import('./later.ts')).SearchFound, isLater: true });

const NOTHING: Found = { text: '', values: [], failed: false };

const useValues = (text: string, query: PageQuery): Found => {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    if (text.length < SHORTEST) {
      setFound(NOTHING);
      return;
    }
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await askValues(text, momentsOf(query.range, new Date()), stop.signal);
      if (stop.signal.aborted) return;
      setFound({ text, values: answer.ok ? answer.value.values : [], failed: !answer.ok });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, query.range]);
  return found;
};

export const SearchBox = ({ query }: { readonly query: PageQuery }) => {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const typed = text.trim();
  const found = useValues(typed, query);
  const isFresh = found.text === typed;
  const values = isFresh ? found.values : [];
  const isListOpen = isOpen && typed.length >= SHORTEST;

  const take = (field: ChipField, value: string): void => {
    setText('');
    setOpen(false);
    if (!hasFilter(query, field, value)) navigate({ ...withToggled(query, field, value), view: 'list' });
  };
  const enter = (): void => {
    const value = values[active] ?? values[0];
    if (value !== undefined) take(value.field, value.value);
    // Nothing begins with it, or nobody has answered yet: taken as somebody's exact name.
    else if (typed !== '') take('person', typed);
  };
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && values.length > 0) {
      event.preventDefault();
      setActive((active + step + values.length) % values.length);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text === '') input.current?.blur();
      setText('');
    }
  };
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        enter();
      }}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M8.2 8.2 11 11M9 5A4 4 0 1 1 1 5a4 4 0 0 1 8 0z" />
      </svg>
      <input
        ref={input}
        id={SEARCH_ID}
        type="text"
        role="combobox"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="search"
        placeholder="Person, role, account, address, session, ticket"
        aria-label="Search by the beginning of a person, role, account, address, session or ticket"
        aria-expanded={isListOpen}
        aria-controls={LIST_ID}
        aria-autocomplete="list"
        aria-activedescendant={isListOpen && values.length > 0 ? optionId(active) : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <kbd aria-hidden="true">/</kbd>
      {isListOpen ? (
        <SearchFound
          values={values}
          active={active}
          state={isFresh ? (found.failed ? 'failed' : 'found') : 'asked'}
          onTake={({ field, value }) => take(field, value)}
        />
      ) : null}
      <p class="unseen" role="status">
        {isListOpen && isFresh ? `${values.length} found` : ''}
      </p>
    </form>
  );
};
