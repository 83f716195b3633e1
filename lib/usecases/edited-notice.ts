/** The notice as it reads now, with everything that became known later: what the first message is edited to. */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Edition } from '../kernel/edition.ts';
import { withLaterWords } from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import { repeatedRow } from './repeated-row.ts';
import { readerOf, wordRow } from './word-row.ts';

type WordEffects = Parameters<typeof wordRow>[0];

/** `after`: the row as it is to be read; `detail` may still hold it as it was. */
export const editedNotice = (
  effects: WordEffects,
  {
    detail,
    after,
    edition,
  }: { readonly detail: AccessDetail; readonly after: AccessRow; readonly edition: Edition },
): Notification =>
  withLaterWords(
    wordRow(effects, after, edition),
    {
      repeats: after.repeats,
      repeated: wordRow(effects, repeatedRow(detail, after), edition),
      correction: after.corrections?.at(-1),
    },
    readerOf(effects, after, edition),
  );
