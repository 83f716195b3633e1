/** Who it was, how sure we are, and every reason in the order of its weight. */
import type { AccessDetail } from '../lib/api/contract.ts';
import { CertaintyMark } from './certainty-mark.tsx';
import { IdentityChain } from './identity-chain.tsx';

export const Identity = ({ detail }: { readonly detail: AccessDetail }) => {
  const { who } = detail.summary;
  return (
    <section aria-labelledby="identity">
      <h3 id="identity">Who it was</h3>
      <p class="person">
        <bdi class="name">{who.name}</bdi> <CertaintyMark certainty={who.certainty} />
      </p>
      <p class="sub sentence">
        <bdi>{who.home}</bdi>
      </p>
      <p class="sub sentence">
        {who.certainty.words}: {who.certainty.note}
      </p>
      {detail.evidence.length === 0 ? null : (
        <ol class="evidence">
          {detail.evidence.map((evidence) => (
            <li key={`${evidence.source} ${evidence.value}`}>
              <CertaintyMark certainty={evidence.certainty} />
              <div>
                <p class="sentence">{evidence.note}</p>
                <p>
                  <bdi class="verbatim">{evidence.value}</bdi> <span class="sub">from {evidence.source}</span>
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
      <IdentityChain chain={detail.chain} />
    </section>
  );
};
