import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoMonth } from '../../../local/demo/demo-month.ts';
import { EVENTS_FOLDER } from '../../support/event-cases.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

test('the month is the same for the same seed, in order, and ends before now', () => {
  const month = demoMonth(NOW);
  expect(demoMonth(NOW)).toEqual(month);
  expect(demoMonth(NOW, 21)).not.toEqual(month);
  expect(month.map(({ at }) => at)).toEqual(month.map(({ at }) => at).sort());
  expect(month.every(({ at }) => Date.parse(at) < NOW.getTime())).toBe(true);
  expect(month.length).toBeGreaterThan(120);
});

test('every event is a case of events/', () => {
  const files = [...new Set(demoMonth(NOW).map(({ file }) => file))];
  expect(files.filter((file) => !existsSync(join(EVENTS_FOLDER, `${file}.json`)))).toEqual([]);
});

test.each(['2026-11-22T12:00:00Z', '2026-11-22T00:05:00Z'])(
  'at %s the last night holds one nobody looked at',
  (now) => {
    const strange = demoMonth(new Date(now)).filter(({ swaps }) =>
      Object.values(swaps).includes('svc-backup'),
    );
    expect(strange).toHaveLength(1);
    expect(strange[0]?.said).toBeUndefined();
    expect(Date.parse(now) - Date.parse(strange[0]?.at ?? '')).toBeLessThan(24 * 3_600_000);
  },
);

test('what is not new was looked at by somebody, nearly always', () => {
  const old = demoMonth(NOW).filter(({ at }) => Date.parse(at) < NOW.getTime() - 4 * 86_400_000);
  const heads = old.filter(({ file }) => !file.startsWith('web-identity') && !file.startsWith('denied'));
  expect(heads.filter(({ said }) => said !== undefined).length / heads.length).toBeGreaterThan(0.85);
});
