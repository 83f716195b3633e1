/** Everything about one access below its headline. */
import type { AccessDetail, ShownJoin } from '../lib/api/contract.ts';
import { DeliveryList } from './delivery-list.tsx';
import { FactList } from './fact-list.tsx';
import { Identity } from './identity.tsx';
import { KeptRecord } from './kept-record.tsx';
import { Moment } from './moment.tsx';
import { Openings } from './openings.tsx';
import { RelatedLists } from './related-lists.tsx';
import { Timeline } from './timeline.tsx';

const Joined = ({ joined }: { readonly joined: readonly ShownJoin[] }) => (
  <section aria-labelledby="joined">
    <h3 id="joined">Records joined to this one</h3>
    <ul class="joined">
      {joined.map((record) => (
        <li key={record.eventId}>
          <p>
            {record.eventName}, <Moment iso={record.time} as="clock" />
          </p>
          <p>{record.note}</p>
          <p class="verbatim sub">{record.eventId}</p>
        </li>
      ))}
    </ul>
  </section>
);

interface FactsProps {
  readonly detail: AccessDetail;
  /** A notice was sent again: ask for the access anew. */
  readonly onChanged: () => void;
}

const factsOf = (detail: AccessDetail) => [
  {
    label: 'MFA',
    value: detail.mfa.words,
    ...(detail.mfa.note === undefined ? {} : { note: detail.mfa.note }),
  },
  ...detail.session,
];

export const AccessFacts = ({ detail, onChanged }: FactsProps) => (
  <>
    <Identity detail={detail} />
    {detail.opens.length === 0 ? null : <Openings opens={detail.opens} />}
    <Timeline entries={detail.timeline} />
    <DeliveryList detail={detail} onChanged={onChanged} />
    <section aria-labelledby="session">
      <h3 id="session">{detail.summary.door === undefined ? 'Session' : 'What was done'}</h3>
      <FactList facts={factsOf(detail)} />
    </section>
    <section aria-labelledby="origin">
      <h3 id="origin">Where from</h3>
      <FactList
        facts={[
          ...detail.origin,
          {
            label: 'Found',
            value: detail.foundBy.words,
            note: detail.summary.late ?? detail.foundBy.note ?? '',
          },
        ]}
      />
    </section>
    <section aria-labelledby="answerable">
      <h3 id="answerable">Who answers for it</h3>
      <FactList facts={detail.answerable} />
    </section>
    <RelatedLists related={detail.related} />
    {detail.joined.length === 0 ? null : <Joined joined={detail.joined} />}
    <KeptRecord record={detail.record} />
    <details class="ids">
      <summary>Raw identifiers</summary>
      <FactList facts={detail.ids} />
    </details>
  </>
);
