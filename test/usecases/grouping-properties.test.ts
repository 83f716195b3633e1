/** Random accesses by several people and programs, against a model of grouping that fits on a screen. */
import fc from 'fast-check';
import type { AccessDetail } from '../../lib/history/access-history.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { detailsOf } from '../support/kept.ts';
import { startRecording } from '../support/recording.ts';
import { rounds } from '../support/rounds.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const WINDOW_SECONDS = samplePolicy.repeatWindowMinutes * 60;

/** Who enters what, and how it ends. */
interface Entry {
  readonly principal: 'A' | 'B' | 'robot' | 'nobody';
  readonly account: string;
  readonly role: 'prod-admin' | 'prod-read';
  readonly session: string;
  readonly outcome: 'success' | 'denied';
}

type Step =
  | { readonly kind: 'enter'; readonly entry: Entry }
  /** The `which`th of the records so far comes again. */
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'sweep' };

const entry: fc.Arbitrary<Entry> = fc.record({
  principal: fc.constantFrom('A', 'A', 'B', 'robot', 'robot', 'nobody'),
  account: fc.constantFrom(NORTHWIND, NORTHWIND, '999988887777'),
  role: fc.constantFrom('prod-admin', 'prod-admin', 'prod-read'),
  session: fc.constantFrom('one', 'one', 'two'),
  outcome: fc.constantFrom('success', 'success', 'denied'),
});

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: entry.map((one): Step => ({ kind: 'enter', entry: one })) },
    { weight: 2, arbitrary: fc.nat(40).map((which): Step => ({ kind: 'again', which })) },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(0, 1, 240, WINDOW_SECONDS - 1, WINDOW_SECONDS, WINDOW_SECONDS + 61)
        .map((seconds): Step => ({ kind: 'wait', seconds })),
    },
    { weight: 2, arbitrary: fc.constant<Step>({ kind: 'sweep' }) },
  ),
  { maxLength: 40 },
);

const recordOf = ({ principal, account, role, session, outcome }: Entry, eventID: string): JsonObject => {
  const roleArn = `arn:aws:iam::${PRODUCTION}:role/${role}`;
  const denial = {
    errorCode: 'AccessDenied',
    errorMessage: `User: x is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    requestParameters: null,
    responseElements: null,
    resources: undefined,
  };
  const program = { type: 'WebIdentityUser', principalId: 'robot', userName: 'robot', accountId: account };
  const person = { type: 'AWSAccount', principalId: principal, accountId: account };
  const { principalId: _none, ...unnamed } = person;
  return crossAccountRecord({
    eventID,
    ...(principal === 'robot' ? { eventName: 'AssumeRoleWithWebIdentity' } : {}),
    userIdentity: principal === 'robot' ? program : principal === 'nobody' ? unnamed : person,
    ...(outcome === 'denied' ? denial : { requestParameters: { roleArn, roleSessionName: session } }),
  });
};

/** The rules in the words of the guarantee. */
class Model {
  /** Id of the access behind which each one is counted; nothing when it rings. */
  readonly countedBehind = new Map<string, string | undefined>();
  readonly #windows = new Map<string, { readonly first: string; readonly ends: number }>();
  readonly #entries = new Map<string, { readonly first: string; readonly ends: number }>();

  enter(id: string, one: Entry, now: number): void {
    if (this.countedBehind.has(id)) return;
    if (one.principal === 'nobody') {
      this.countedBehind.set(id, undefined);
      return;
    }
    const who = `${one.principal} ${one.account}`;
    const open = this.#windows.get(this.#subject(one, who, now));
    const behind = open !== undefined && open.ends > now ? open.first : undefined;
    this.countedBehind.set(id, behind);
    if (behind !== undefined) return;
    const window = { first: id, ends: now + WINDOW_SECONDS };
    this.#windows.set(this.#subject(one, who, now), window);
    if (one.outcome === 'success' && this.#entered(who, now) === undefined) this.#entries.set(who, window);
  }

  #subject(one: Entry, who: string, now: number): string {
    const isPerson = one.principal !== 'robot';
    return one.outcome === 'success'
      ? `success ${who} ${one.role} ${isPerson ? one.session : ''}`
      : `denied ${who} ${one.role} ${this.#entered(who, now) ?? ''}`;
  }

  #entered(who: string, now: number): string | undefined {
    const entered = this.#entries.get(who);
    return entered !== undefined && entered.ends > now ? entered.first : undefined;
  }
}

/** Plays the steps on the real use cases and on the model. */
const play = async (story: readonly Step[]) => {
  const [recording, model] = [startRecording(), new Model()];
  const texts: { readonly id: string; readonly entry: Entry; readonly text: string }[] = [];
  const deliver = async (which: number): Promise<void> => {
    const message = texts[which];
    if (message === undefined) return;
    model.enter(message.id, message.entry, recording.clock.now().getTime() / 1000);
    await recordEvent(recording.effects, message.text);
  };
  for (const step of story) {
    if (step.kind === 'wait') recording.clock.advance(step.seconds);
    if (step.kind === 'sweep') await settleWindows(recording.effects);
    if (step.kind === 'again' && texts.length > 0) await deliver(step.which % texts.length);
    if (step.kind === 'enter') {
      const eventID = `event-${texts.length}`;
      const text = envelopeOf(recordOf(step.entry, eventID));
      texts.push({ id: `${PRODUCTION}.${eventID}`, entry: step.entry, text });
      await deliver(texts.length - 1);
    }
  }
  recording.clock.advance(WINDOW_SECONDS + 61);
  await settleWindows(recording.effects);
  return { recording, model, details: await detailsOf(recording) };
};

const firstNotices = ({ deliveries }: AccessDetail): number =>
  deliveries.filter(({ part }) => part === undefined).length;

const summary = ({ deliveries }: AccessDetail): string | undefined =>
  deliveries.find(({ part }) => part === 'repeats')?.notification.facts[0]?.value;

const saidOf = (count: number): string | undefined =>
  count === 0 ? undefined : count === 1 ? 'Once more' : `${count} more times`;

describe('Whatever happens', () => {
  it('every subject rings at least once per window, nothing else rings, and counts are exact', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const { model, details } = await play(story);
        expect(details.length).toBe(model.countedBehind.size);
        const counted = [...model.countedBehind.values()];
        for (const detail of details) {
          const { accessId, groupedWith, repeats } = detail.row;
          const behind = model.countedBehind.get(accessId);
          const count = counted.filter((first) => first === accessId).length;
          expect([accessId, groupedWith, firstNotices(detail)]).toEqual([
            accessId,
            behind,
            behind === undefined ? 3 : 0,
          ]);
          expect([accessId, repeats?.count ?? 0, summary(detail)]).toEqual([accessId, count, saidOf(count)]);
        }
      }),
      { numRuns: rounds(100, 300) },
    );
  });

  it('no window stays open, and no access waits for nobody', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const { recording, details } = await play(story);
        expect(await recording.history.windowsDue('2030-01-01T00:00:00.000Z', 100)).toEqual([]);
        const rings = new Set(details.filter((one) => firstNotices(one) > 0).map(({ row }) => row.accessId));
        for (const { row } of details)
          if (row.groupedWith !== undefined) expect(rings).toContain(row.groupedWith);
      }),
      { numRuns: rounds(40, 100) },
    );
  });
});
