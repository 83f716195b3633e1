/** Signs of life: the heartbeat through the intake queue, the last record, the last run of every task of the sweep. */
import type { Survey } from '../../history/survey.ts';
import type { SweepMarks } from '../../history/trail.ts';
import { type Clock, parseIso } from '../../kernel/clock.ts';
import { LAST_HEARTBEAT_MARK, LAST_RECORD_MARK } from '../measure-silence.ts';
import { type Finding, findingsOf, orUnknown } from './finding.ts';

/** Name of the mark that a task of the sweep writes when it has ended. */
export const sweepMark = (task: string): string => `sweep-${task}`;

interface Asked {
  readonly marks: Pick<SweepMarks, 'read'>;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;

/** Three beats. */
const HEARTBEAT_MS = 15 * MINUTE_MS;

/** How long ago each task may have ended: three of its turns, and a day for the daily one. */
const TASK_MS: Readonly<Record<string, number>> = {
  pending: 15 * MINUTE_MS,
  reconcile: 120 * MINUTE_MS,
  seal: 60 * MINUTE_MS,
  count: 60 * MINUTE_MS,
  retention: 3 * 24 * 60 * MINUTE_MS,
};

export const examineMarks = async (asked: Asked): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  found.push(...(await orUnknown('heartbeat', 'heartbeat', () => judgeHeartbeat(asked))));
  found.push(...(await orUnknown('last-record', 'last record', () => judgeLastRecord(asked))));
  for (const [task, most] of Object.entries(TASK_MS)) {
    found.push(...(await orUnknown('sweep', `sweep ${task}`, () => judgeTask(asked, task, most))));
  }
  return found;
};

const judgeHeartbeat = async (asked: Asked): Promise<readonly Finding[]> => {
  const { ok, broken, unknown } = findingsOf('heartbeat');
  const subject = 'heartbeat';
  const age = await ageOf(asked, LAST_HEARTBEAT_MARK);
  if (age === undefined) {
    return [
      unknown({ subject, sentence: 'none has come yet', mend: 'wait for ten minutes, then look again' }),
    ];
  }
  return [
    age <= HEARTBEAT_MS
      ? ok(subject, `came through the intake queue ${sayAge(age)} ago`)
      : broken({
          subject,
          sentence: `came last ${sayAge(age)} ago: records are not written down either`,
          mend: 'look at HeartbeatRule, the intake queue, its key and the log of record',
        }),
  ];
};

/** Quiet nights are normal: nothing here is a fault. */
const judgeLastRecord = async (asked: Asked): Promise<readonly Finding[]> => {
  const { ok, unknown } = findingsOf('last-record');
  const age = await ageOf(asked, LAST_RECORD_MARK);
  return [
    age === undefined
      ? unknown({
          subject: 'last record',
          sentence: 'none has come yet',
          mend: 'enter a designated role yourself',
        })
      : ok('last record', `came ${sayAge(age)} ago`),
  ];
};

const judgeTask = async (asked: Asked, task: string, most: number): Promise<readonly Finding[]> => {
  const { ok, broken, unknown } = findingsOf('sweep');
  const subject = `sweep ${task}`;
  const age = await ageOf(asked, sweepMark(task));
  if (age === undefined) return [unknown({ subject, sentence: 'has not ended yet' })];
  return [
    age <= most
      ? ok(subject, `ended ${sayAge(age)} ago`)
      : broken({ subject, sentence: `ended last ${sayAge(age)} ago`, mend: 'read the log of sweep' }),
  ];
};

const ageOf = async ({ marks, clock }: Asked, name: string): Promise<number | undefined> => {
  const at = parseIso((await marks.read(name)) ?? '');
  return at === undefined ? undefined : Math.max(0, clock.now().getTime() - at.getTime());
};

const sayAge = (ms: number): string => {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${String(hours)} hours` : `${String(Math.round(hours / 24))} days`;
};

/** AWS refuses signatures that are five minutes off. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const WORST_SECONDS = 240;
const ODD_SECONDS = 30;

export const examineClock = (survey: Survey): Promise<readonly Finding[]> =>
  orUnknown('clock', 'clock', async () => {
    const { ok, warning, broken } = findingsOf('clock');
    const { theirs, ours } = await survey.clocks();
    const seconds = Math.round((ours.getTime() - theirs.getTime()) / 1000);
    const off = Math.abs(seconds);
    const words = `the clock here is ${String(off)} s ${seconds < 0 ? 'behind' : 'ahead of'} AWS’s`;
    if (off <= ODD_SECONDS) return [ok('clock', 'the clock here agrees with AWS’s')];
    const mend = 'set the clock of this machine by NTP';
    return [
      off > WORST_SECONDS
        ? broken({ subject: 'clock', sentence: `${words}: AWS refuses what is signed by it`, mend })
        : warning({ subject: 'clock', sentence: words, mend }),
    ];
  });
