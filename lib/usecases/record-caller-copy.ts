/** The copy that a partner's account forwarded: joined to the access it belongs to, or kept until that comes. */
import type { CallerCopy } from '../access/caller-copy.ts';
import type { RecordEffects, RecordResult } from './record-event.ts';

export const recordCallerCopy = async (_effects: RecordEffects, _copy: CallerCopy): Promise<RecordResult> =>
  Promise.resolve('ignored');
