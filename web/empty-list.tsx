/** No access in the window: good news, or a bell that does not ring. */
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';

export const EmptyList = ({ lastRecordAt }: { readonly lastRecordAt: string | undefined }) => (
  <Notice title="Nobody entered a designated role in the last 7 days" tone="plain">
    <p>
      {lastRecordAt === undefined ? (
        'No record has come in the last 30 days either. '
      ) : (
        <>
          The last record came <Moment iso={lastRecordAt} as="age" />.{' '}
        </>
      )}
      If you expected one, run <code>npx rolecall check --deployed</code>: it says what is missing.
    </p>
  </Notice>
);
