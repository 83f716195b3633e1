import { recordEvent } from '../../lib/usecases/record-event.ts';
import { EVER, startRecording } from '../support/recording.ts';
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
  it('rings for each denial that names a designated role', async () => {
    const { effects, woken } = startRecording();
    const denied = (eventID: string) =>
      envelopeOf(
        crossAccountRecord({
          eventID,
          errorCode: 'AccessDenied',
          errorMessage: `User: arn:aws:iam::${PRODUCTION}:user/eve is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${PRODUCTION}:role/prod-admin`,
          requestParameters: null,
          responseElements: null,
        }),
      );
    await recordEvent(effects, denied('event-1'));
    await recordEvent(effects, denied('event-2'));
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

  it('improves the row when the sign-in half comes second, and tells nobody twice', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    const told = recording.woken.length;
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord()))).toBe('half-joined');
    expect(await recordEvent(recording.effects, envelopeOf(switchRoleRecord()))).toBe('half-joined');
    expect(await labelOf(recording)).toEqual([['alice.miller', 'resolved']]);
    expect((await recording.history.list(EVER)).rows[0]?.joined).toHaveLength(1);
    expect(recording.woken).toHaveLength(told);
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
