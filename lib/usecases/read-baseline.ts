/** One role in one Region: who entered it in the last 90 days, remembered in silence. */
import { wrapRecord } from '../access/wrap-record.ts';
import { BASELINE_SECONDS, type SeenBefore } from '../history/seen-before.ts';
import { thingsOfAccess, withoutPath } from '../history/things-of-access.ts';
import type { SweepMarks, Trail } from '../history/trail.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { isObject, parseJson, textAt } from '../kernel/json.ts';
import type { Policy } from '../policy/policy.ts';
import { type BaselineSubject, readBaselinePlace, writeBaselinePlace } from './baseline-place.ts';
import { judgeEvent } from './judge-event.ts';

export interface ReadBaselineEffects {
  readonly policy: Policy;
  readonly trail: Pick<Trail, 'lookUp'>;
  readonly marks: Pick<SweepMarks, 'read' | 'write'>;
  readonly seen: SeenBefore;
  /** Until the function is ended. */
  readonly remainingMs: () => number;
}

interface Reading {
  readonly subject: BaselineSubject;
  readonly now: Date;
  /** What this run has remembered of the role already: it need not be written again. */
  readonly remembered: Set<string>;
}

/** Four pages: so much is read again when the function is ended in between. */
const AT_ONCE = 200;
/** One page may take as long (CloudTrail throttles), and what was read has to be written down. */
const TIME_TO_END_MS = 60_000;

/**
 * `reached`: CloudTrail has nothing older. `cut-short`: the next run goes on where this one ended. Throws what CloudTrail
 * or the table throw; what was read until then is kept.
 */
export const readBaseline = async (
  effects: ReadBaselineEffects,
  reading: Reading,
): Promise<'reached' | 'cut-short'> => {
  const { subject, now } = reading;
  const from = isoAfter(now, -BASELINE_SECONDS);
  const to = (await readBaselinePlace(effects.marks, subject)) ?? now.toISOString();
  if (to <= from) return 'reached';
  const question = {
    region: subject.region,
    attribute: 'ResourceName',
    value: subject.roleArn,
    from,
    to,
  } as const;
  let chunk: string[] = [];
  for await (const text of effects.trail.lookUp(question)) {
    chunk.push(text);
    const isLate = effects.remainingMs() < TIME_TO_END_MS;
    if (chunk.length < AT_ONCE && !isLate) continue;
    await rememberAll(effects, reading, chunk);
    await notePlace(effects, subject, chunk);
    if (isLate) return 'cut-short';
    chunk = [];
  }
  await rememberAll(effects, reading, chunk);
  return 'reached';
};

/** The oldest first: what is remembered stays with whoever left it first. */
const rememberAll = async (
  { policy, seen }: ReadBaselineEffects,
  { remembered }: Reading,
  texts: readonly string[],
): Promise<void> => {
  for (const text of texts.toReversed()) {
    const record = parseJson(text);
    if (!isObject(record)) continue;
    const judged = judgeEvent(policy, text, { envelope: wrapRecord(record) });
    if (judged.kind !== 'access' || judged.access.outcome !== 'success') continue;
    const { access } = judged;
    const things = thingsOfAccess(access).filter(({ facet, value }) => !remembered.has(`${facet}#${value}`));
    if (access.role === undefined || things.length === 0) continue;
    await seen.remember(withoutPath(access.role.arn), things, access.accessId, access.time);
    for (const { facet, value } of things) remembered.add(`${facet}#${value}`);
  }
};

/** A second more: of the last second others may be unread. */
const notePlace = async (
  { marks }: ReadBaselineEffects,
  subject: BaselineSubject,
  texts: readonly string[],
): Promise<void> => {
  const oldest = parseIso(textAt(parseJson(texts.at(-1) ?? ''), 'eventTime') ?? '');
  if (oldest !== undefined) await writeBaselinePlace(marks, subject, isoAfter(oldest, 1));
};
