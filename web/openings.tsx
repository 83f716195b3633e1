/** Whom a door lets in: the conditions in words, and the principal as the policy writes it. */
import type { ShownOpening } from '../lib/api/contract.ts';

export const Openings = ({ opens }: { readonly opens: readonly ShownOpening[] }) => (
  <section aria-labelledby="opens">
    <h3 id="opens">Whom it lets in</h3>
    <ul class="openings">
      {opens.map(({ words, principal, outside }, index) => (
        <li key={`${principal} ${index}`} class={outside ? 'outside' : ''}>
          <p class="sentence">
            <bdi>{words}</bdi>{' '}
            <span class={`tag ${outside ? 'remark' : ''}`}>{outside ? 'outside' : 'your own'}</span>
          </p>
          <p>
            <bdi class="verbatim sub">{principal}</bdi>
          </p>
        </li>
      ))}
    </ul>
  </section>
);
