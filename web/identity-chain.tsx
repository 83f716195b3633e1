/** The way from a person to the role, session by session, the person first. */
import type { ShownHop } from '../lib/api/contract.ts';
import { CertaintyMark } from './certainty-mark.tsx';
import { Moment } from './moment.tsx';

const Entered = ({ hop: { entered, at } }: { readonly hop: ShownHop }) => (
  <p class="sub">
    entered {entered === undefined ? 'this role' : <bdi class="verbatim">{entered}</bdi>}
    {at === undefined ? null : (
      <>
        {' '}
        <Moment iso={at} as="full" />
      </>
    )}
  </p>
);

export const IdentityChain = ({ chain }: { readonly chain: readonly ShownHop[] }) =>
  chain.length === 0 ? null : (
    <>
      <h4>The way here</h4>
      <ol class="evidence">
        {chain.map((hop, index) => (
          <li key={`${String(index)} ${hop.who}`}>
            <CertaintyMark certainty={hop.certainty} />
            <div>
              <p class="sentence">
                <bdi>{hop.who}</bdi> <span class="sub">{hop.kind}</span>
              </p>
              <Entered hop={hop} />
              <p class="sub sentence">{hop.how}</p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
