/** Schedules -> one task of the sweep. */
import type { Context } from 'aws-lambda';
import { textAt } from '../lib/kernel/json.ts';
import { lazily } from '../lib/kernel/lazily.ts';
import { SWEEP_TASKS, wireSweep } from '../lib/wiring/sweep.ts';

const wired = lazily(wireSweep);

export const handler = async (
  event: unknown,
  context: Context,
): Promise<Readonly<Record<string, number>>> => {
  const name = textAt(event, 'task');
  const task = SWEEP_TASKS.find((known) => known === name);
  if (task === undefined) throw new Error(`The sweep knows the tasks ${SWEEP_TASKS.join(', ')}.`);
  return wired()(task, () => context.getRemainingTimeInMillis());
};
