import { cleanSubject } from '../../lib/channels/sns/render-mail.ts';
import { makeEffects } from './effects.ts';
import { open } from './kit.ts';
import {
  clientNotification,
  digestOf,
  doubtful,
  FIRST,
  followUp,
  operatorNotification,
  ownerNotification,
} from './notifications.ts';

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:rolecall-mail';
const byMail = { id: 'mail', channel: 'sns', settings: { email: ['oncall@example.com'] } };

describe('sns', () => {
  it('publishes a mail that reads well: the sentence, one fact a line with its note, links, the edition', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    expect(await open(byMail, effects).send(ownerNotification, FIRST)).toEqual({
      kind: 'sent',
      reference: 'message-1',
    });
    expect(effects.published).toEqual([
      {
        topicArn: TOPIC,
        subject: 'alice entered prod-admin in ACME production',
        message: [
          'alice of Northwind became prod-admin in ACME production on Sunday 22 November at 10:59.',
          '',
          'Who: alice (chosen by the caller)',
          'Role: arn:aws:iam::111122223333:role/prod-admin',
          'From where: 198.51.100.7',
          '',
          'Open in the history: https://history.example.com/?access=111122223333.7c1d-9a&tab=1',
          '',
          'This is the full edition, for the owner of the account. It holds identifiers: think before you forward it.',
        ].join('\n'),
        attributes: {
          deliveryId: FIRST.deliveryId,
          kind: 'access',
          edition: 'owner',
          account: '111122223333',
          role: 'prod-admin',
        },
      },
    ]);
  });

  it('says so when it publishes a second time, because it cannot ask', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    await open(byMail, effects).send(ownerNotification, doubtful(30));
    expect(effects.published[0]?.message).toContain('delivery 2');
  });

  it('lists all twenty of a digest, a line each', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    await open(byMail, effects).send(digestOf(ownerNotification.title), FIRST);
    const [mail] = effects.published;
    expect(mail?.subject).toBe('20 notices that could not be sent since 10:10 CET');
    expect(
      mail?.message.match(/^.*10:\d\d CET: alice entered prod-admin in ACME production$/gm),
    ).toHaveLength(20);
    expect(mail?.attributes).toMatchObject({ kind: 'digest' });
  });

  it('names the first notice in a later word', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    await open(byMail, effects).send(followUp.news, FIRST);
    expect(effects.published[0]?.subject).toContain('12 more times until 14:32: alice entered');
  });

  it('tells the operator why he gets it, and nobody else that he is an owner', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    await open(byMail, effects).send(operatorNotification, FIRST);
    const [mail] = effects.published;
    expect(mail?.message).toContain('because you run Rolecall');
    expect(mail?.message).not.toContain('full edition');
    expect(mail?.message).toContain('What to do:');
  });

  it('prefers the topic of the settings', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    const topicArn = 'arn:aws:sns:eu-central-1:111122223333:existing';
    await open({ ...byMail, settings: { topicArn } }, effects).send(ownerNotification, FIRST);
    expect(effects.published[0]?.topicArn).toBe(topicArn);
  });

  it('is rejected where the stack made no topic', async () => {
    const effects = makeEffects();
    expect(await open(byMail, effects).send(ownerNotification, FIRST)).toMatchObject({
      kind: 'rejected',
      code: 'not-configured',
    });
    expect(effects.published).toEqual([]);
  });

  it('tells clients nothing but their edition, not even in an attribute', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    await open(byMail, effects).send(clientNotification, FIRST);
    const [mail] = effects.published;
    expect(JSON.stringify({ ...mail, topicArn: '' })).not.toMatch(/111122223333|arn:|alice/);
    expect(JSON.stringify(mail)).toContain('You get this notice');
  });

  it('never sends more than ten attributes, and always the delivery id', async () => {
    const effects = makeEffects({ topics: { mail: TOPIC } });
    const attributes = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`name${n}`, `${n}`]));
    await open(byMail, effects).send({ ...ownerNotification, attributes }, FIRST);
    const names = Object.keys(effects.published[0]?.attributes ?? {});
    expect(names).toHaveLength(10);
    expect(names).toContain('deliveryId');
  });

  it.each([
    ['Zoë Müller entered Łódź', 'Zoe Muller entered ?odz'],
    ['line\r\nBcc: x', 'line Bcc: x'],
    ['', 'Rolecall notice'],
    ['\u0000\u0007', 'Rolecall notice'],
    ['a'.repeat(99), 'a'.repeat(99)],
    ['a'.repeat(100), `${'a'.repeat(96)}...`],
  ])('makes a subject that SNS takes of %j', (title, subject) => {
    expect(cleanSubject(title)).toBe(subject);
  });
});
