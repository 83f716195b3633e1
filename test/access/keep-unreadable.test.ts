import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { keepUnreadable } from '../../lib/access/keep-unreadable.ts';
import { parseJson } from '../../lib/kernel/json.ts';
import { maskSecrets } from '../../lib/kernel/mask-secrets.ts';

describe('what is kept of an unreadable record', () => {
  test('length and hash of the text as it came, so that it can be found again', () => {
    const text = 'ü{';
    expect(keepUnreadable(text, 'Why.', undefined)).toEqual({
      schemaVersion: 1,
      accessId: `unreadable.${createHash('sha256').update(text).digest('hex')}`,
      reason: 'Why.',
      bytes: 3,
      sha256: createHash('sha256').update(text).digest('hex'),
      prefix: text,
    });
  });

  test('the event id stands in for the hash where there is a usable one', () => {
    const keep = (eventID: string) => keepUnreadable('{}', 'Why.', { detail: { eventID } }).accessId;
    expect(keep('abc-123')).toBe('unreadable.abc-123');
    expect(keep('../other/key')).toMatch(/^unreadable\.[0-9a-f]{64}$/);
  });

  test('values under secret names are masked whatever they look like', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'sessionToken',
          'externalId',
          'secretAccessKey',
          'token',
          'password',
          'Authorization',
        ),
        fc.string({ minLength: 6 }).filter((secret) => !'[masked]"externalId":'.includes(secret)),
        (name, secret) => {
          const value = { detail: { requestParameters: { [name]: secret, after: 1 } } };
          const text = JSON.stringify(value);
          const whole = keepUnreadable(text, 'Why.', parseJson(text)).prefix;
          const broken = keepUnreadable(text.slice(0, -1), 'Why.', undefined).prefix;
          expect(whole).toContain('[masked]');
          expect(whole).toContain('after');
          expect(broken).not.toContain(JSON.stringify(secret).slice(1, -1));
        },
      ),
    );
  });

  test('the beginning of a harmless text is shown as it is', () => {
    const text = '{"eventName":"AssumeRole","awsRegion":"eu-central-1"';
    expect(keepUnreadable(text, 'Why.', undefined).prefix).toBe(text);
  });
});

describe('masking secrets in a text nobody understands', () => {
  test.each([
    ['"sessionToken":"IQoJb3JpZ2luX2Vj"', 'IQoJb3JpZ2luX2Vj'],
    ["{'external_id': 'partner-4711'}", 'partner-4711'],
    ['\\"sessionToken\\":\\"IQoJb3JpZ2luX2Vj\\"', 'IQoJb3JpZ2luX2Vj'],
    ['post https://hooks.slack.com/services/T0/B0/x failed', 'services/T0'],
    [`key ${'Ab1/'.repeat(12)} end`, 'Ab1/Ab1/'],
    ['password=hunter2', 'hunter2'],
  ])('%s', (text, secret) => {
    expect(maskSecrets(text)).not.toContain(secret);
    expect(maskSecrets(text)).toContain('[masked]');
  });

  test('ARNs and words stay readable', () => {
    const text = 'arn:aws:iam::111122223333:role/prod-admin was entered by jane.doe@acme.example';
    expect(maskSecrets(text)).toBe(text);
  });

  test('masking twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(maskSecrets(maskSecrets(text))).toBe(maskSecrets(text));
      }),
    );
  });
});
