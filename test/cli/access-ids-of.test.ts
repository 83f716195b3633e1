import { accessIdsOf } from '../../cli/access-ids-of.ts';
import { isObject, parseJson } from '../../lib/kernel/json.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';

const judged = readEventCases().flatMap(({ name, text }) => {
  const event = parseJson(text);
  const judgement = judgeEvent(readEventPolicy(), text);
  if (!isObject(event)) return [];
  if (judgement.kind === 'unreadable') return [{ name, event, kept: judgement.unreadable.accessId }];
  return judgement.kind === 'access' ? [{ name, event, kept: judgement.access.accessId }] : [];
});

describe('The ids under which the history may have an event', () => {
  it('hold the one under which it is recorded', () => {
    expect(judged.filter(({ event, kept }) => !accessIdsOf(event).includes(kept))).toEqual([]);
  });

  it('are tried on records that cannot be read, too', () => {
    expect(judged.some(({ kept }) => kept.startsWith('unreadable.'))).toBe(true);
  });
});
