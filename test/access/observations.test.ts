/** Every observation can be read about, in the documentation and on the page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OBSERVATION_CODES, OBSERVATION_MEANINGS } from '../../lib/access/observations.ts';
import * as reasons from '../../lib/access/observation-reasons.ts';
import { sayObservation } from '../../lib/api/words.ts';

const operations = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');

describe('The observations', () => {
  it('stand in the documentation, each with what it means', () => {
    const [, rest = ''] = operations.split('## Observations and their switches');
    const [section = ''] = rest.split('\n## ');
    const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|$/gm)].map(([, code, means]) => [
      code,
      means,
    ]);
    expect(rows).toEqual(OBSERVATION_CODES.map((code) => [code, OBSERVATION_MEANINGS[code]]));
  });

  it('have words on the page that differ', () => {
    const words = OBSERVATION_CODES.map((code) => sayObservation(code).words);
    expect(new Set(words).size).toBe(OBSERVATION_CODES.length);
  });

  it('have a sentence of at most one line each, whatever is put into it', () => {
    const long = 'x'.repeat(5000);
    const many = Array.from({ length: 50 }, () => long);
    const all = [
      reasons.denied(undefined),
      reasons.noMfa(),
      reasons.serviceEntered(),
      reasons.chainedSession(),
      reasons.rootCaller(),
      reasons.firstPrincipal(),
      reasons.firstAccount('111122223333'),
      reasons.firstNetwork('203.0.113.0/24'),
      reasons.firstAgent('Terraform'),
      reasons.newService('lambda.amazonaws.com'),
      reasons.baselineIncomplete(undefined),
      reasons.unexpectedAccount('111122223333'),
      reasons.noSourceIdentity(),
      reasons.noExternalId(),
      reasons.outOfHours({ local: 'Sunday, 03:12', zone: 'UTC', owner: 'Platform team' }),
      reasons.longSession({ seconds: 5400, longestHours: 1 }),
      reasons.sessionPolicy(many),
      reasons.privilegedTags(many),
      reasons.transitiveTags(many),
      reasons.repeatedDenials({ count: 5, minutes: 15 }),
      reasons.unpinnedSourceIdentity(),
      reasons.usedElsewhere({ entered: '203.0.113.7', used: '198.51.100.7' }),
      reasons.unknownSession(`${'x'.repeat(64)} (opened as ${'x'.repeat(64)})`),
    ];
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set(OBSERVATION_CODES));
    for (const { reason } of all) {
      expect(reason).toMatch(/^[A-Z].*[.]$/);
      // As much as one fact of a message holds.
      expect(reason.length).toBeLessThanOrEqual(600);
    }
  });

  it('say how long a session is', () => {
    expect(reasons.longSession({ seconds: 5400, longestHours: 1 }).reason).toBe(
      'The session may last 1 hour 30 minutes; more than 1 hour is not usual for the role.',
    );
  });
});
