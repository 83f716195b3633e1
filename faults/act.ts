/** What cases do again and again. */
import { isSettled, readStored, type StoredDelivery } from './deliveries.ts';
import type { Access, AccessWish } from './fault-records.ts';
import type { Stage } from './stage.ts';

/** Somebody enters a role, and CloudTrail says so. */
export async function ring(stage: Stage, wish: AccessWish): Promise<Access> {
  const access = stage.access(wish);
  await stage.laptop().inject(access.record);
  return access;
}

/** A dozen laptops look at their tables at the same time. */
const BETWEEN_LOOKS_MS = 120;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until something is true; says what was awaited when it never is. */
export async function until(
  what: string,
  isTrue: () => Promise<boolean> | boolean,
  seconds = 60,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`waited ${String(seconds)} s in vain: ${what}`);
    await pause(BETWEEN_LOOKS_MS);
  }
}

/** How long it may take, on a machine that has other things to do, before the minute's sweep has a look. */
const A_MINUTE_IN_SECONDS = 12;

/** Waits until everybody has been told of these accesses; meanwhile minutes pass, as they do. */
export async function untilTold(stage: Stage, accesses: readonly Access[], minutes = 6): Promise<void> {
  for (
    let minute = 1;
    !(await settleFor(stage, accesses, minute === 1 ? A_MINUTE_IN_SECONDS : 3));
    minute += 1
  ) {
    if (minute >= minutes) throw new Error(`not told after minutes: ${await unsettledOf(stage, accesses)}`);
    await stage.advance(61);
    await stage.sweep('pending');
  }
}

async function unsettledOf(stage: Stage, accesses: readonly Access[]): Promise<string> {
  const unsettled: string[] = [];
  for (const { accessId } of accesses) {
    const stored = await readStored(stage, accessId);
    if (isSettled(stored)) continue;
    const states = stored.deliveries.map(({ destinationId, state }) => `${destinationId} ${state}`);
    unsettled.push(`${accessId} (${stored.row === undefined ? 'no row' : states.join(', ')})`);
  }
  return unsettled.slice(0, 4).join('; ');
}

/** Waits until a row is written. */
export const untilRecorded = (stage: Stage, { accessId }: Access): Promise<void> =>
  until(`${accessId} is recorded`, async () => (await readStored(stage, accessId)).row !== undefined);

const ROUNDS = 30;

/**
 * All is well again, and time passes until everything is settled: each step longer than a delivery's lease and than the
 * queues keep a message to themselves.
 */
export async function heal(stage: Stage, accesses: readonly Access[]): Promise<void> {
  stage.clearRules();
  stage.laptop().vendors.failures.clear();
  for (let round = 1; round <= ROUNDS; round += 1) {
    await stage.advance(200);
    await stage.sweep('pending');
    if (await settleFor(stage, accesses, 5)) return drain(stage);
    if (round % 6 === 0) await stage.sweep('reconcile');
  }
  await untilTold(stage, accesses, 1);
}

/** Time passes until the queues are empty: what was told leaves a wake-up behind that comes back once more. */
export async function drain(stage: Stage): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await pause(200);
    if ((await stage.depth('IntakeQueue')) + (await stage.depth('DeliveryQueue')) === 0) return;
    await stage.advance(65);
  }
}

async function settleFor(stage: Stage, accesses: readonly Access[], seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  for (const { accessId } of accesses) {
    while (!isSettled(await readStored(stage, accessId))) {
      if (performance.now() > end) return false;
      await pause(BETWEEN_LOOKS_MS);
    }
  }
  return true;
}

/** Waits until a delivery has come to so many ended attempts, and answers them. */
export async function untilAttempted(
  stage: Stage,
  { accessId }: Access,
  wanted: { readonly destinationId: string; readonly attempts?: number },
): Promise<StoredDelivery> {
  let found: StoredDelivery | undefined;
  await until(`${accessId} is tried at ${wanted.destinationId}`, async () => {
    const { deliveries } = await readStored(stage, accessId);
    found = deliveries.find(
      ({ destinationId, part }) => destinationId === wanted.destinationId && part === undefined,
    );
    const ended = found?.attempts.filter(({ endedAt }) => endedAt !== undefined) ?? [];
    return ended.length >= (wanted.attempts ?? 1);
  });
  if (found === undefined) throw new Error('the delivery disappeared');
  return found;
}
