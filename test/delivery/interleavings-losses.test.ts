/** Schedules that once lost or doubled something. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectTopics } from '../../lib/aws/connect.ts';
import { publishWith } from '../../lib/aws/topics.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { startRecording } from '../support/recording.ts';
import {
  crossAccountRecord,
  envelopeOf,
  namelessDenial,
  switchRoleRecord,
} from '../support/sample-events.ts';

const killed = async (): Promise<never> => {
  throw new Error('killed');
};

describe('A denial that names no role', () => {
  const early = envelopeOf(namelessDenial({ eventID: 'early', eventTime: '2026-11-22T11:40:00Z' }));
  const late = envelopeOf(namelessDenial({ eventID: 'late', eventTime: '2026-11-22T11:59:00Z' }));

  const recordEarlyAndDie = async () => {
    const recording = startRecording();
    const { open } = recording.ledger;
    recording.ledger.open = killed;
    await expect(recordEvent(recording.effects, early)).rejects.toThrow('killed');
    recording.ledger.open = open;
    return recording;
  };

  it('rings when its first attempt died after the row and the record comes again', async () => {
    const { effects, woken } = await recordEarlyAndDie();
    await recordEvent(effects, early);
    expect(woken.map(({ accessId }) => accessId.split('.').at(-1))).toContain('early');
  });

  // The second window has replaced the first; `early` must not count as a repeat of what came nineteen minutes after it.
  it('rings even when a later one, outside its 15 minutes, was recorded in between', async () => {
    const { effects, woken } = await recordEarlyAndDie();
    await recordEvent(effects, late);
    await recordEvent(effects, early);
    expect(woken.map(({ accessId }) => accessId.split('.').at(-1))).toContain('early');
  });
});

describe('The sweep of every minute', () => {
  const withLostWakeUpsAndHalf = async () => {
    const recording = startRecording();
    await recordEvent(
      { ...recording.effects, wake: async () => undefined },
      envelopeOf(crossAccountRecord()),
    );
    const half = switchRoleRecord({ eventTime: '2026-11-22T11:30:00Z' });
    await recordEvent(recording.effects, envelopeOf(half));
    return recording;
  };

  it('wakes what waits and rings for a half whose time is over', async () => {
    const { effects, woken } = await withLostWakeUpsAndHalf();
    await sweepPending(effects);
    expect(new Set(woken.map(({ accessId }) => accessId)).size).toBe(2);
  });

  it('still wakes what waits when one half cannot be settled', async () => {
    const recording = await withLostWakeUpsAndHalf();
    recording.history.ofSession = killed;
    await sweepPending(recording.effects).catch(() => undefined);
    expect(recording.woken.length).toBeGreaterThan(0);
  });
});

describe('Publishing to SNS', () => {
  const MAIL = {
    topicArn: 'arn:aws:sns:us-east-1:111122223333:a',
    subject: 'a',
    message: 'a',
    attributes: {},
  };
  const XML =
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
    '<PublishResult><MessageId>a</MessageId></PublishResult></PublishResponse>';

  /** Publishes once to an SNS that takes everything and loses the first answers; answers how many copies arrived. */
  const copiesWhen = async (lostAnswers: number): Promise<number> => {
    let copies = 0;
    const topics = createServer((request, response) => {
      request.resume().on('end', () => {
        copies += 1;
        if (copies <= lostAnswers) request.socket.destroy();
        else response.writeHead(200, { 'content-type': 'text/xml' }).end(XML);
      });
    });
    await new Promise<void>((resolve) => topics.listen(0, '127.0.0.1', resolve));
    const { port } = topics.address() as AddressInfo;
    const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' });
    const client = connectTopics({
      region: 'us-east-1',
      credentials,
      endpoint: `http://127.0.0.1:${port}`,
    });
    await publishWith(client)(MAIL);
    client.destroy();
    await new Promise((resolve) => topics.close(resolve));
    return copies;
  };

  it('makes one mail of one attempt', async () => {
    expect(await copiesWhen(0)).toBe(1);
  });

  // The SDK repeats by itself (maxAttempts in lib/aws/clients.ts): the ledger learns of no doubt, the mail does not say so.
  it('leaves it to the ledger to repeat a mail whose answer was lost', async () => {
    expect(await copiesWhen(1)).toBe(1);
  });
});
