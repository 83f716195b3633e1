/** Labelled values. */
import type { ShownFact } from '../lib/api/contract.ts';
import { Moment } from './moment.tsx';

const Value = ({ fact }: { readonly fact: ShownFact }) => {
  if (fact.moment !== undefined) return <Moment iso={fact.moment} as="full" />;
  return <bdi class={fact.verbatim === true ? 'verbatim' : undefined}>{fact.value}</bdi>;
};

export const FactList = ({ facts }: { readonly facts: readonly ShownFact[] }) => (
  <dl class="facts">
    {facts.map((fact) => (
      <div key={fact.label}>
        <dt>{fact.label}</dt>
        <dd>
          <Value fact={fact} />
          {fact.note === undefined ? null : <span class="sub note"> {fact.note}</span>}
        </dd>
      </div>
    ))}
  </dl>
);
