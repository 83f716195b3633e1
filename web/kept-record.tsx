/** What was kept of the record, folded away. */
import { CopyButton } from './copy-button.tsx';

export const KeptRecord = ({ record }: { readonly record: string }) => (
  <details class="ids">
    <summary>What was kept of the record</summary>
    <p class="sub">Decoded, without secrets. The record as AWS wrote it lies in CloudTrail.</p>
    <p class="record-head">
      <CopyButton label="Copy" text={() => record} />
    </p>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard, too */}
    <pre class="record" tabIndex={0} role="region" aria-label="What was kept of the record">
      {record}
    </pre>
  </details>
);
