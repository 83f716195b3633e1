/** What a verification reads, and which days of it. */
import type { AccessHistory } from '../history/access-history.ts';
import type { ReadArchive } from '../history/archive.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { EventLog } from '../history/history-event.ts';
import type { Inspection } from '../history/inspection.ts';
import type { SealAnchors, Seals } from '../history/seal.ts';
import type { Clock } from '../kernel/clock.ts';

export interface VerifyEffects {
  readonly seals: Seals;
  readonly anchors: SealAnchors;
  readonly events: Pick<EventLog, 'ofHour' | 'ofAccess'>;
  readonly exceptions: Pick<Exceptions, 'list'>;
  readonly history: Pick<AccessHistory, 'list'>;
  readonly inspection: Inspection;
  readonly archive: ReadArchive;
  readonly clock: Clock;
}

/** Days, `2026-11-22`, in UTC, both included. */
export interface VerifyRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}
