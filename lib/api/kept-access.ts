/** What is known of one access when it is put into words. */
import type { AccessDetail } from '../history/access-history.ts';
import type { Policy } from '../policy/policy.ts';

export interface KeptAccess extends AccessDetail {
  /** The access whose notice stands for this one; absent when there is none, or the history does not hold it any more. */
  readonly first?: AccessDetail;
}

/** Names, and the moment at which is answered. */
export interface Around {
  readonly policy: Policy;
  readonly now: Date;
}
