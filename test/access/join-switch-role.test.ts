import { accessFromHalf, belongsTogether, callerFromHalf } from '../../lib/access/join-switch-role.ts';
import { decodeRecord } from '../../lib/access/decode-record.ts';
import { compact } from '../../lib/kernel/json.ts';
import { PRINCIPAL } from '../../lib/access/judge-again.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import type { SwitchRoleHalf } from '../../lib/access/switch-role-half.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { switchRoleRecord } from '../support/sample-events.ts';

const judged = (name: string) => {
  const found = readEventCases().find((one) => one.name === name);
  return judgeEvent(readEventPolicy(), found?.text ?? '');
};

const readAccess = (): RoleAccess => {
  const judgement = judged('switch-role/console-assume-role-half');
  if (judgement.kind !== 'access') throw new Error(judgement.kind);
  return judgement.access;
};

const readHalf = (): SwitchRoleHalf => {
  const judgement = judged('switch-role/console-sign-in-half');
  if (judgement.kind !== 'switch-half') throw new Error(judgement.kind);
  return judgement.half;
};

describe('the two halves of a console role switch', () => {
  const access = readAccess();
  const half = readHalf();

  test('belong together, whichever came first', () => {
    expect(belongsTogether(access, half)).toBe(true);
    expect(belongsTogether({ ...access, time: half.time }, { ...half, time: access.time })).toBe(true);
  });

  test('the joined caller is the person AWS named, and keeps what was known before', () => {
    const caller = callerFromHalf(access.caller, half);
    expect(caller).toMatchObject({ label: 'bob.miller', certainty: 'resolved', accountId: '777788889999' });
    expect(caller.evidence[0]?.value).toBe('arn:aws:iam::777788889999:user/bob.miller');
    expect(caller.evidence.slice(1)).toEqual(access.caller.evidence);
  });

  test('a user whom the record of our own account names is not named by less', () => {
    const arn = 'arn:aws:iam::111122223333:user/bob.miller';
    const [first] = access.caller.evidence;
    if (first === undefined) throw new Error('no evidence');
    const evidence = [{ ...first, source: 'userIdentity.arn', value: arn }];
    const asserted = { ...access.caller, label: 'bob.miller', certainty: 'asserted' as const, arn, evidence };
    const caller = callerFromHalf(asserted, { switchedFrom: arn });
    expect(caller).toMatchObject({ label: 'bob.miller', certainty: 'asserted' });
    expect(caller.evidence.at(-1)?.value).toBe(arn);
  });

  test('a session that chose its name does not take away what was found out', () => {
    const session = { switchedFrom: 'arn:aws:sts::777788889999:assumed-role/Deployers/jenkins' };
    expect(callerFromHalf(access.caller, session)).toMatchObject({ label: 'jenkins', certainty: 'claimed' });
    const alias = {
      source: PRINCIPAL,
      value: 'Northwind deployers',
      certainty: 'resolved' as const,
      note: 'named in rolecall.yml',
    };
    const learned = {
      ...access.caller,
      label: alias.value,
      certainty: alias.certainty,
      evidence: [alias, ...access.caller.evidence],
    };
    const caller = callerFromHalf(learned, session);
    expect(caller).toMatchObject({ label: 'Northwind deployers', certainty: 'resolved' });
    expect(caller.evidence.at(-1)).toMatchObject({ value: session.switchedFrom, certainty: 'claimed' });
    expect(callerFromHalf(caller, half)).toMatchObject({ label: 'bob.miller', certainty: 'resolved' });
    expect(callerFromHalf(callerFromHalf(access.caller, half), session)).toMatchObject({ label: 'jenkins' });
    // Also when the half named a user, and is corrected to name the session.
    expect(callerFromHalf(callerFromHalf(learned, half), session)).toEqual(caller);
  });

  test('a half that names somebody of another account names nobody, also by a correction', () => {
    const evil = { switchedFrom: 'arn:aws:iam::666666666666:user/bob.miller' };
    expect(callerFromHalf(access.caller, evil)).toBe(access.caller);
  });

  test('a half that names nobody changes nothing', () => {
    const nameless = compact({ ...half, switchedFrom: undefined });
    expect(callerFromHalf(access.caller, nameless)).toBe(access.caller);
  });

  test.each<[string, Partial<RoleAccess>]>([
    ['another session', { session: { ...access.session, principalId: 'AROAEXAMPLETARGET001:somebody' } }],
    ['another account', { accountId: '222233334444' }],
    ['a minute later', { time: '2026-11-20T09:16:04.000Z' }],
    ['a refused attempt', { outcome: 'denied' }],
    ['a federated entry', { kind: 'saml' }],
    [
      'a caller of another account than the half names',
      { caller: { ...access.caller, accountId: '666666666666' } },
    ],
    ['a program that borrowed the session name', { origin: { kind: 'address', text: '198.51.100.18' } }],
  ])('%s is not joined', (_name, difference) => {
    expect(belongsTogether({ ...access, ...difference }, half)).toBe(false);
  });

  test('a half alone is an access of its own', () => {
    expect(accessFromHalf(half)).toMatchObject({
      kind: 'switch-role',
      outcome: 'success',
      role: { arn: 'arn:aws:iam::111122223333:role/prod-admin', name: 'prod-admin' },
      caller: { label: 'bob.miller', certainty: 'resolved', type: 'other-account' },
      origin: { kind: 'address', text: '203.0.113.7' },
      mfa: 'not-recorded',
    });
  });

  it.each([
    ['arn:aws:iam::777788889999:user/team/alice', 'alice', 'resolved'],
    [
      'arn:aws:sts::777788889999:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jane@acme.example',
      'jane@acme.example',
      // The path that only Identity Center can give a role is lost in the ARN of its sessions.
      'claimed',
    ],
    ['arn:aws:sts::777788889999:assumed-role/Dev/jane.roe-ceo', 'jane.roe-ceo', 'claimed'],
  ])('takes the name in %s for %s, %s', (switchedFrom, label, certainty) => {
    const decoded = decodeRecord(switchRoleRecord({ additionalEventData: { SwitchFrom: switchedFrom } }));
    if (decoded.kind !== 'switch-half') throw new Error(decoded.kind);
    expect(accessFromHalf(decoded.half).caller).toMatchObject({ label, certainty });
  });
});
