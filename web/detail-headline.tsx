/** When it was, how it ended, who was told, what is worth a second look, and its values as filters. */
import type { AccessSummary } from '../lib/api/contract.ts';
import { FilterLink } from './filter-link.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import type { ChipField } from './query.ts';
import { FIELD_WORDS } from './say-query.ts';
import { sayRepeats } from './say-repeats.ts';
import { toneOfTelling } from './tone-of.ts';

const SHOWN_FIELDS = [
  'person',
  'session',
  'role',
  'account',
  'address',
] as const satisfies readonly ChipField[];

const wordsOf = (summary: AccessSummary, field: ChipField, value: string): string =>
  field === 'account' ? summary.account.name : value;

const Values = ({ summary }: { readonly summary: AccessSummary }) => (
  <dl class="values">
    {SHOWN_FIELDS.map((field) => {
      const value = summary.filters[field];
      return value === undefined ? null : (
        <div key={field}>
          <dt>{FIELD_WORDS[field]}</dt>
          <dd>
            <FilterLink field={field} value={value} title={`Only this: ${value}`}>
              <bdi>{wordsOf(summary, field, value)}</bdi>
            </FilterLink>
          </dd>
        </div>
      );
    })}
  </dl>
);

/** When all were told, how many is all there is to say. */
const wordsOfTelling = ({ code, words, note }: AccessSummary['telling']): string =>
  code === 'told' ? (note ?? words) : words;

const Marks = ({ summary }: { readonly summary: AccessSummary }) => (
  <p class="marks">
    {summary.outcome.code === 'success' ? null : (
      <Mark tone="bad" words={summary.outcome.words} note={summary.outcome.note} />
    )}
    <Mark
      tone={toneOfTelling(summary.telling.code)}
      words={wordsOfTelling(summary.telling)}
      note={summary.telling.note}
    />
    {summary.telling.note === undefined || summary.telling.code === 'told' ? null : (
      <span class="sub">{summary.telling.note}</span>
    )}
    {[summary.late, summary.corrected].map((words) =>
      words === undefined ? null : (
        <span class="tag remark" key={words}>
          {words}
        </span>
      ),
    )}
  </p>
);

export const DetailHeadline = ({ summary }: { readonly summary: AccessSummary }) => {
  const said = sayRepeats({ id: summary.accessId, lead: summary, repeats: [] });
  return (
    <>
      <p class="when-line">
        <Moment iso={summary.time} as="full" />{' '}
        <span class="sub">
          (<Moment iso={summary.time} as="age" />)
        </span>
      </p>
      <Marks summary={summary} />
      {said === undefined ? null : (
        <p class="sub">
          {said.words} {said.until === undefined ? null : <Moment iso={said.until} as="near" />}
        </p>
      )}
      {summary.observations.length === 0 ? null : (
        <ul class="observations">
          {summary.observations.map(({ code, words, note }) => (
            <li key={code}>{note ?? words}</li>
          ))}
        </ul>
      )}
      <Values summary={summary} />
    </>
  );
};
