import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { failAt } from '../support/failing-effects.ts';
import { EVER, startRecording, tellEverybody } from '../support/recording.ts';
import {
  consoleRecord,
  crossAccountRecord,
  EXTERNAL_ID,
  envelopeOf,
  namelessDenial,
  SESSION_TOKEN,
  switchRoleRecord,
} from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';

const destinationsOf = (woken: readonly { readonly destinationId: string }[]) =>
  woken.map(({ destinationId }) => destinationId).sort();

describe('Recording an entry into a designated role', () => {
  it('writes the row and wakes one delivery for each destination of owner and client', async () => {
    const { effects, history, woken } = startRecording();
    expect(await recordEvent(effects, envelopeOf(crossAccountRecord()))).toBe('recorded');
    const { rows } = await history.list(EVER);
    expect(rows.map((row) => row.accessId)).toEqual([`${PRODUCTION}.event-1`]);
    expect(destinationsOf(woken)).toEqual(['acme-mail', 'platform-jira', 'platform-slack']);
  });

  it('writes the row before it opens a delivery', async () => {
    const recording = startRecording();
    const order: string[] = [];
    const effects = {
      ...recording.effects,
      history: Object.assign(recording.history, {
        record: async () => {
          order.push('row');
          return 'recorded' as const;
        },
      }),
      ledger: Object.assign(recording.ledger, {
        open: async () => {
          order.push('deliveries');
          return [];
        },
      }),
    };
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    expect(order).toEqual(['row', 'deliveries']);
  });

  it('tells nobody when the row cannot be written, and lets the queue bring the record back', async () => {
    const recording = startRecording();
    const broken = Object.assign(recording.history, {
      record: async () => {
        throw new Error('throttled');
      },
    });
    const effects = { ...recording.effects, history: broken };
    await expect(recordEvent(effects, envelopeOf(crossAccountRecord()))).rejects.toThrow('throttled');
    expect(recording.woken).toEqual([]);
  });

  it('makes one row and one delivery per destination of the same record three times', async () => {
    const { effects, history, woken } = startRecording();
    const text = envelopeOf(crossAccountRecord());
    const results = [];
    for (let time = 0; time < 3; time += 1) results.push(await recordEvent(effects, text));
    expect(results).toEqual(['recorded', 'already-there', 'already-there']);
    expect((await history.list(EVER)).rows).toHaveLength(1);
    expect(woken).toHaveLength(3);
  });

  it('opens on the second copy what a crash after the row left unopened', async () => {
    const recording = startRecording();
    const open = recording.ledger.open.bind(recording.ledger);
    recording.ledger.open = async () => {
      throw new Error('killed');
    };
    const text = envelopeOf(crossAccountRecord());
    await expect(recordEvent(recording.effects, text)).rejects.toThrow('killed');
    recording.ledger.open = open;
    expect(await recordEvent(recording.effects, text)).toBe('already-there');
    expect(recording.woken).toHaveLength(3);
  });

  it('keeps two people who enter in the same minute apart', async () => {
    const { effects, history, woken } = startRecording();
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    const bob = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' };
    await recordEvent(effects, envelopeOf(crossAccountRecord({ eventID: 'event-2', userIdentity: bob })));
    expect((await history.list(EVER)).rows).toHaveLength(2);
    expect(woken).toHaveLength(6);
  });

  it.each([
    ['the caller’s own copy', { recipientAccountId: '777788889999' }],
    [
      'a role that is not designated',
      { requestParameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/ci`, roleSessionName: 'x' } },
    ],
    ['another call', { eventName: 'GetCallerIdentity' }],
  ])('leaves %s alone', async (_what, changes) => {
    const { effects, history, woken } = startRecording();
    expect(await recordEvent(effects, envelopeOf(crossAccountRecord(changes)))).toBe('ignored');
    expect((await history.list(EVER)).rows).toEqual([]);
    expect(woken).toEqual([]);
  });

  it('keeps no session token and no external id anywhere', async () => {
    const { effects, history, logger } = startRecording();
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    const details = await history.find(`${PRODUCTION}.event-1`);
    const everything = JSON.stringify([details, logger.lines]);
    expect(everything).toContain('ASIAEXAMPLEMINTED001');
    expect(everything).not.toContain(SESSION_TOKEN);
    expect(everything).not.toContain(EXTERNAL_ID);
  });

  it('marks what the sweep found', async () => {
    const { effects, history } = startRecording();
    await recordEvent(effects, envelopeOf(crossAccountRecord()), 'sweep');
    expect((await history.list(EVER)).rows[0]?.foundBy).toBe('sweep');
  });
});

describe('Recording what cannot be read', () => {
  it.each([
    ['a text that is not JSON', 'not json at all'],
    ['an event without a record', JSON.stringify({ source: 'aws.sts' })],
    ['a forged source', JSON.stringify({ source: 'evil.app', detail: crossAccountRecord() })],
    ['a record without an id', envelopeOf(crossAccountRecord({ eventID: null }))],
  ])('keeps %s and tells the default owner', async (_what, text) => {
    const { effects, history, woken } = startRecording();
    expect(await recordEvent(effects, text)).toBe('recorded');
    const { rows } = await history.list(EVER);
    expect(rows[0]?.unreadable?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(destinationsOf(woken)).toEqual(['security-mail']);
    expect(JSON.stringify(rows)).not.toContain(SESSION_TOKEN);
  });

  it('tells once of the same unreadable text', async () => {
    const { effects, woken } = startRecording();
    await recordEvent(effects, 'broken');
    await recordEvent(effects, 'broken');
    expect(woken).toHaveLength(1);
  });
});

describe('Recording denied attempts', () => {
  const denied = (changes: JsonObject, role = 'prod-admin') =>
    envelopeOf(
      crossAccountRecord({
        errorCode: 'AccessDenied',
        errorMessage: `User: arn:aws:iam::${PRODUCTION}:user/eve is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${PRODUCTION}:role/${role}`,
        requestParameters: null,
        responseElements: null,
        resources: undefined,
        ...changes,
      }),
    );

  it('rings for the first that names a role, and for the first that names another', async () => {
    const { effects, woken } = startRecording();
    await recordEvent(effects, denied({ eventID: 'event-1' }));
    await recordEvent(effects, denied({ eventID: 'event-2' }));
    expect(woken).toHaveLength(3);
    await recordEvent(effects, denied({ eventID: 'event-3' }, 'prod-read'));
    expect(woken).toHaveLength(6);
  });

  it('rings once for a burst of denials of one principal that name no role, and records them all', async () => {
    const { effects, history, woken } = startRecording();
    for (const second of ['50', '51', '52']) {
      const changes = { eventID: `event-${second}`, eventTime: `2026-11-22T11:59:${second}Z` };
      await recordEvent(effects, envelopeOf(namelessDenial(changes)));
    }
    const { rows } = await history.list(EVER);
    expect(rows).toHaveLength(3);
    expect(rows.map((row) => row.groupedWith)).toEqual([
      `${PRODUCTION}.event-50`,
      `${PRODUCTION}.event-50`,
      undefined,
    ]);
    expect(destinationsOf(woken)).toEqual(['platform-jira', 'platform-slack']);
  });

  it('rings for a second principal that is refused in the same minute', async () => {
    const { effects, woken } = startRecording();
    await recordEvent(effects, envelopeOf(namelessDenial()));
    const other = { ...namelessDenial()['userIdentity']!, principalId: 'somebody-else' };
    await recordEvent(effects, envelopeOf(namelessDenial({ eventID: 'other', userIdentity: other })));
    expect(woken).toHaveLength(4);
  });

  it('still rings for the first denial when it is delivered again', async () => {
    const recording = startRecording();
    const open = recording.ledger.open.bind(recording.ledger);
    recording.ledger.open = async () => {
      throw new Error('killed');
    };
    await expect(recordEvent(recording.effects, envelopeOf(namelessDenial()))).rejects.toThrow();
    recording.ledger.open = open;
    await recordEvent(recording.effects, envelopeOf(namelessDenial()));
    expect(recording.woken).toHaveLength(2);
  });
});

describe('Recording a console role switch', () => {
  const labelOf = async ({ history }: ReturnType<typeof startRecording>) => {
    const { rows } = await history.list(EVER);
    return rows.map((row) => [row.access?.caller.label, row.access?.caller.certainty]);
  };

  it('names the human at once when the sign-in half came first', async () => {
    const recording = startRecording();
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord()))).toBe('half-kept');
    expect(recording.woken).toEqual([]);
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    expect(await labelOf(recording)).toEqual([['alice.miller', 'resolved']]);
    expect(await recording.history.halvesDue('2030-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  it('improves the row when the sign-in half comes second, and edits what was told, once', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    await tellEverybody(recording);
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord()))).toBe('half-joined');
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord()))).toBe('already-there');
    expect(await labelOf(recording)).toEqual([['alice.miller', 'resolved']]);
    expect((await recording.history.list(EVER)).rows[0]?.joined).toHaveLength(1);
    expect(recording.woken.map(({ destinationId, part = 'first' }) => `${destinationId} ${part}`)).toEqual([
      'platform-slack first',
      'platform-jira first',
      'acme-mail first',
      'platform-slack joined-event-switch',
      'platform-jira joined-event-switch',
      'acme-mail joined-event-switch',
    ]);
    const events = await recording.events.ofAccess(`${PRODUCTION}.event-1`);
    expect(events.map(({ name }) => name).sort()).toEqual(['joined#event-switch', 'recorded']);
  });

  it('names the human in the notice itself when nobody has begun to send it', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    const woken = recording.woken.length;
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord()))).toBe('half-joined');
    expect(recording.woken).toHaveLength(woken);
    const told = recording.ledger.deliveriesOf(`${PRODUCTION}.event-1`);
    expect(told.map(({ destinationId, part }) => part ?? destinationId)).toEqual([
      'platform-slack',
      'platform-jira',
      'acme-mail',
    ]);
    for (const { notification, includes } of told) {
      expect(notification.title).toMatch(/^alice\.miller /);
      expect(includes).toEqual(['joined-event-switch']);
    }
  });

  it('does not join a half to another session', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    const other = {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLETARGET001:bob',
      arn: `arn:aws:sts::${PRODUCTION}:assumed-role/prod-admin/bob`,
      accountId: PRODUCTION,
    };
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord({ userIdentity: other })))).toBe(
      'half-kept',
    );
    expect(await labelOf(recording)).toEqual([['alice', 'claimed']]);
  });
});

describe('What is noted of a recorded access', () => {
  it('is an event that holds the row as it was written first', async () => {
    const { effects, history, events } = startRecording();
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    const [row] = (await history.list(EVER)).rows;
    const [event, ...others] = await events.ofAccess(`${PRODUCTION}.event-1`);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'recorded', at: row?.recordedAt, body: { row } });
  });

  it('is a joined event, too, when the console’s other half came first', async () => {
    const { effects, events } = startRecording();
    await recordEvent(effects, envelopeOf(switchRoleRecord()));
    await recordEvent(effects, envelopeOf(consoleRecord()));
    const noted = await events.ofAccess(`${PRODUCTION}.event-1`);
    expect(noted.map(({ name }) => name).sort()).toEqual(['joined#event-switch', 'recorded']);
  });

  it('is an event of what could not be read', async () => {
    const { effects, history, events } = startRecording();
    await recordEvent(effects, 'broken');
    const [row] = (await history.list(EVER)).rows;
    expect((await events.ofAccess(row?.accessId ?? '')).map(({ kind }) => kind)).toEqual(['recorded']);
  });

  it('is written after the row and before anybody is told', async () => {
    const recording = startRecording();
    const order: string[] = [];
    const { record } = recording.history;
    const { note } = recording.events;
    const { open } = recording.ledger;
    recording.history.record = async (row) => {
      order.push('row');
      return record.call(recording.history, row);
    };
    recording.events.note = async (events) => {
      order.push('event');
      return note.call(recording.events, events);
    };
    recording.ledger.open = async (deliveries) => {
      order.push('deliveries');
      return open.call(recording.ledger, deliveries);
    };
    const effects = { ...recording.effects, wake: async () => void order.push('wake') };
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    expect(order).toEqual(['row', 'event', 'deliveries', 'wake']);
  });

  it('costs one question when the record comes again', async () => {
    const recording = startRecording();
    // Known already: what is new may have to be remembered again.
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord({ eventID: 'earlier' })));
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    const { effects, asked } = failAt(recording.effects, 0, 'before');
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    expect(asked()).toBe(1);
  });

  it('names the owner in each delivery, for the fallback', async () => {
    const { effects, ledger } = startRecording();
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    const owners = ledger.deliveriesOf(`${PRODUCTION}.event-1`).map(({ owner }) => owner);
    expect(owners).toEqual(['platform', 'platform', 'platform']);
  });
});

describe('A destination that is down', () => {
  const down = (destinationId: string) => ({
    destinationId,
    since: '2026-11-22T11:00:00.000Z',
    nextTryAt: '2026-11-22T12:05:00.000Z',
    code: 'vendor-failed' as const,
  });

  it('gets its delivery into the ledger and nothing into the queue', async () => {
    const { effects, health, ledger, woken } = startRecording();
    await health.markDown(down('platform-slack'));
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    expect(destinationsOf(woken)).toEqual(['acme-mail', 'platform-jira']);
    expect(ledger.deliveriesOf(`${PRODUCTION}.event-1`)).toHaveLength(3);
  });

  it('is asked for once in ten seconds, whatever comes', async () => {
    const recording = startRecording();
    let asked = 0;
    const ask = recording.health.down.bind(recording.health);
    recording.health.down = async () => {
      asked += 1;
      return ask();
    };
    const receive = (eventID: string) =>
      recordEvent(
        recording.effects,
        envelopeOf(crossAccountRecord({ eventID, userIdentity: { type: 'Root', principalId: eventID } })),
      );
    for (const id of ['one', 'two', 'three']) await receive(id);
    expect(asked).toBe(1);
    await recording.health.markDown(down('platform-slack'));
    recording.clock.advance(10);
    recording.woken.length = 0;
    await receive('four');
    expect(asked).toBe(2);
    expect(destinationsOf(recording.woken)).toEqual(['acme-mail', 'platform-jira']);
  });

  it('is woken when nobody can say whether it is down', async () => {
    const recording = startRecording();
    recording.health.down = async () => {
      throw new Error('throttled');
    };
    expect(await recordEvent(recording.effects, envelopeOf(crossAccountRecord()))).toBe('recorded');
    expect(recording.woken).toHaveLength(3);
    expect(recording.logger.lines).toContainEqual(expect.objectContaining({ name: 'health-unknown' }));
  });
});

describe('A heartbeat', () => {
  const heartbeat = { source: 'rolecall.heartbeat', time: '2026-11-22T11:59:57Z' };

  it('is counted and measured, and nothing is written', async () => {
    const recording = startRecording();
    const { effects, asked } = failAt(recording.effects, 0, 'before');
    expect(await recordEvent(effects, JSON.stringify(heartbeat))).toBe('heartbeat');
    expect(asked()).toBe(0);
    expect(recording.metrics.counted).toEqual(
      new Map([
        ['HeartbeatSeen', 1],
        ['HeartbeatLag', 3],
      ]),
    );
  });

  it.each([
    ['a record', { ...heartbeat, detail: crossAccountRecord() }],
    ['an empty detail', { ...heartbeat, detail: null }],
    ['no readable time', { ...heartbeat, time: 'now' }],
    ['another source', { ...heartbeat, source: 'rolecall.heartbeat2' }],
  ])('with %s is none: it is kept as unreadable, and rings', async (_what, message) => {
    const recording = startRecording();
    expect(await recordEvent(recording.effects, JSON.stringify(message))).toBe('recorded');
    expect(destinationsOf(recording.woken)).toEqual(['security-mail']);
    expect(recording.metrics.counted.get('HeartbeatSeen')).toBeUndefined();
  });
});

describe('How long records take', () => {
  it('is measured of each that is new and came by itself', async () => {
    const recording = startRecording();
    const lag = () => recording.metrics.counted.get('RecordLag');
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord({ eventID: 'swept' })), 'sweep');
    expect(lag()).toBeUndefined();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    expect(lag()).toBe(10);
    recording.clock.advance(3600);
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    expect(lag()).toBe(10);
    await recordEvent(recording.effects, envelopeOf(switchRoleRecord()));
    expect(lag()).toBe(3608);
  });

  it('is never less than nothing', async () => {
    const { effects, metrics } = startRecording();
    await recordEvent(effects, envelopeOf(crossAccountRecord({ eventTime: '2026-11-22T12:00:20Z' })));
    expect(metrics.counted.get('RecordLag')).toBe(0);
  });

  it('leaves a mark at most once a minute, and fails over none', async () => {
    let marks = 0;
    const noteSeen = async () => {
      marks += 1;
      throw new Error('throttled');
    };
    const recording = startRecording({ noteSeen });
    const receive = (text: string, foundBy: 'event' | 'sweep' = 'event') =>
      recordEvent(recording.effects, text, foundBy);
    await receive(envelopeOf(crossAccountRecord()), 'sweep');
    await receive(JSON.stringify({ source: 'rolecall.heartbeat', time: '2026-11-22T11:59:57Z' }));
    expect(marks).toBe(0);
    for (const eventID of ['one', 'two', 'three']) await receive(envelopeOf(crossAccountRecord({ eventID })));
    expect(marks).toBe(1);
    recording.clock.advance(60);
    await receive('broken');
    expect(marks).toBe(2);
    expect(recording.logger.lines).toContainEqual(expect.objectContaining({ name: 'seen-not-noted' }));
  });
});
