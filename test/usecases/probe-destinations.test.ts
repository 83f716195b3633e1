import type { Destination } from '../../lib/delivery/channel.ts';
import { readProbes, PROBES_MARK } from '../../lib/usecases/examine/probed.ts';
import { probeDestinations } from '../../lib/usecases/probe-destinations.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { memoryLogger } from '../support/recording.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const NOBODY = { send: () => Promise.reject(new Error('nothing may be sent')) };

it('asks every destination, sends nothing, and keeps every answer', async () => {
  const marks = new MemoryMarks();
  const logger = memoryLogger();
  const opened: Readonly<Record<string, Destination>> = {
    yes: {
      id: 'yes',
      channel: 'jira',
      ...NOBODY,
      probe: async () => ({ kind: 'accepted', words: 'knows us' }),
    },
    no: {
      id: 'no',
      channel: 'slack-webhook',
      ...NOBODY,
      probe: async () => ({ kind: 'refused', code: 'destination-gone', words: 'no_service' }),
    },
    silent: { id: 'silent', channel: 'x', ...NOBODY },
  };
  const refused = await probeDestinations({
    destinations: ['yes', 'no', 'silent', 'closed'].map((id) => ({ id, channel: 'x', settings: {} })),
    destination: (id) => opened[id],
    marks,
    clock: virtualClock(),
    logger,
  });
  expect(refused).toBe(2);
  expect(readProbes(await marks.read(PROBES_MARK))).toEqual({
    at: '2026-11-22T12:00:00.000Z',
    probed: [
      { destinationId: 'yes', channel: 'x', result: { kind: 'accepted', words: 'knows us' } },
      {
        destinationId: 'no',
        channel: 'x',
        result: { kind: 'refused', code: 'destination-gone', words: 'no_service' },
      },
      {
        destinationId: 'silent',
        channel: 'x',
        result: { kind: 'cannot-tell', words: 'nobody there can be asked without sending something' },
      },
      {
        destinationId: 'closed',
        channel: 'x',
        result: { kind: 'refused', code: 'not-configured', words: 'its settings do not open' },
      },
    ],
  });
  expect(logger.lines.map(({ name, fields }) => [name, fields['destinationId']]).sort()).toEqual([
    ['destination-refuses-probe', 'closed'],
    ['destination-refuses-probe', 'no'],
  ]);
});

it.each(['', 'nonsense', '{"at":1}', '[]'])('takes a mark nobody wrote (%s) for none', (text) => {
  expect(readProbes(text)).toBeUndefined();
});

it('takes an answer of a kind nobody knows for none', () => {
  const text = JSON.stringify({
    at: '2026-11-22T12:00:00.000Z',
    probed: [
      { destinationId: 'a', channel: 'x', result: { kind: 'refused', code: 'made-up', words: 'w' } },
      7,
    ],
  });
  expect(readProbes(text)?.probed).toEqual([
    { destinationId: 'a', channel: 'x', result: { kind: 'cannot-tell', words: 'w' } },
  ]);
});
