/** One access with everything about it, made up from its row. */
import type { AccessDetail, AccessSummary } from '../../lib/api/contract.ts';
import { sayFoundBy, sayMfa } from '../../lib/api/words.ts';

const sentDelivery = (time: string): AccessDetail['deliveries'][number] => ({
  destinationId: 'platform-slack',
  channel: 'Slack',
  edition: 'owner’s edition',
  why: 'owner of account 111122223333',
  state: { code: 'sent', words: 'told' },
  tone: 'good',
  attempts: [
    { number: 1, startedAt: time, tone: 'waiting', words: 'Slack asked for a pause of 2 s' },
    { number: 2, startedAt: time, tone: 'good', words: 'Slack took it' },
  ],
  reference: 'C0123456789:1763820202.000100',
  url: 'https://acme.slack.com/archives/C0123456789/p1',
  later: [],
  maySendAgain: true,
});

const rejectedDelivery = (time: string): AccessDetail['deliveries'][number] => ({
  destinationId: 'payments-mail',
  channel: 'SNS',
  edition: 'client’s edition',
  why: 'client of account 111122223333',
  state: { code: 'rejected', words: 'refused' },
  tone: 'bad',
  attempts: [{ number: 1, startedAt: time, tone: 'bad', words: 'The topic is gone' }],
  later: [],
  maySendAgain: true,
});

export const stubDetail = (summary: AccessSummary, may: AccessDetail['may']): AccessDetail => ({
  summary,
  recordedAt: summary.time,
  foundBy: sayFoundBy('event'),
  mfa: sayMfa('not-recorded'),
  evidence: [
    {
      source: 'userIdentity.arn',
      value: `arn:aws:iam::111122223333:user/${summary.who.name}`,
      certainty: summary.who.certainty,
      note: 'as AWS recorded it',
    },
  ],
  chain: [],
  session: [
    { label: 'Session name', value: summary.who.name, verbatim: true },
    { label: 'Ends', value: '', moment: summary.time },
  ],
  opens:
    summary.door === undefined
      ? []
      : [
          {
            words: 'account 999999999999, without external ID',
            principal: 'arn:aws:iam::999999999999:root',
            outside: true,
          },
        ],
  origin: [{ label: 'Address', value: summary.origin, verbatim: true }],
  answerable: [{ label: 'Owner', value: 'Platform team' }],
  timeline: [
    { time: summary.time, tone: 'plain', words: summary.sentence },
    { time: summary.time, tone: 'good', words: 'Slack took it at attempt 2' },
    ...(summary.review.words === undefined
      ? []
      : [
          {
            time: summary.review.at ?? summary.time,
            tone: 'plain' as const,
            words: summary.review.words,
          },
        ]),
  ],
  deliveries: [sentDelivery(summary.time), rejectedDelivery(summary.time)],
  joined: [],
  ids: [{ label: 'Event', value: summary.accessId, verbatim: true }],
  record: JSON.stringify({ eventName: 'AssumeRole', recipientAccountId: summary.account.id }, null, 2),
  related: [
    {
      words: 'the same person',
      field: 'person',
      value: summary.who.name,
      from: new Date(Date.parse(summary.time) - 30 * 86_400_000).toISOString(),
      count: { count: 12, atLeast: false },
    },
    {
      words: 'the same address',
      field: 'address',
      value: summary.origin,
      from: new Date(Date.parse(summary.time) - 30 * 86_400_000).toISOString(),
      count: { count: 5_000, atLeast: true },
    },
  ],
  may,
});
