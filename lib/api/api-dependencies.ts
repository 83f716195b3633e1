/** What the API is made of. */
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { Counters } from '../history/counters.ts';
import type { Exceptions } from '../history/exceptions.ts';
import type { ExportFiles, ExportJobs } from '../history/export-job.ts';
import type { EventLog } from '../history/history-event.ts';
import type { PageReader } from '../history/page-reader.ts';
import type { CardIndex } from '../history/question.ts';
import type { Reads } from '../history/reads.ts';
import type { Reviews } from '../history/reviews.ts';
import type { Seals } from '../history/seal.ts';
import type { SweepMarks } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import type { PageFiles } from './page-files.ts';
import type { ReadReader } from './reader.ts';
import type { SignIn } from './sign-in.ts';

export interface ApiDependencies {
  /** Who is asking, from what the authorizer verified; without claims nobody signed in. */
  readonly readReader: (claims: unknown) => ReadReader;
  /** Where somebody signs in; absent only where nobody has to. */
  readonly signIn?: SignIn;
  readonly history: AccessHistory;
  readonly cards: CardIndex;
  readonly pages: PageReader;
  readonly counters: Counters;
  readonly reviews: Reviews;
  readonly exceptions: Exceptions;
  readonly ledger: Pick<Ledger, 'open' | 'waiting'>;
  readonly wake: WakeDeliveries;
  readonly reads: Reads;
  readonly exportJobs: ExportJobs;
  readonly exportFiles: Pick<ExportFiles, 'link'>;
  /** Asks for a job to be run. */
  readonly askExport: (jobId: string) => Promise<void>;
  /** Asked for an access that is not there: whether it went to the archive. Takes what was done with it. */
  readonly events: Pick<EventLog, 'ofAccess' | 'note'>;
  readonly destinationHealth: Pick<DestinationHealth, 'down'>;
  readonly seals: Pick<Seals, 'latest'>;
  /** What became of the last canary, and what the doctor found. */
  readonly marks: Pick<SweepMarks, 'read'>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pageFiles: PageFiles;
  /** Enabled Regions without our rules: whoever enters through them is not heard. */
  readonly regionsNotCovered: readonly string[];
}
