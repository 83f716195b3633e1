import type { Histogram } from '../../lib/api/contract.ts';
import { momentsBetween, momentsOfBar, stackBars } from '../../web/stack-bars.ts';

const HISTOGRAM: Histogram = {
  unit: 'hour',
  series: [
    { code: 'asserted', words: 'asserted' },
    { code: 'claimed', words: 'claimed' },
    { code: 'denied', words: 'refused' },
  ],
  bars: [
    { start: '2026-11-22T12:00:00.000Z', counts: [1, 2, 3] },
    { start: '2026-11-22T13:00:00.000Z', counts: [0, 0, 0] },
    { start: '2026-11-22T14:00:00.000Z', counts: [4, 0, 1] },
  ],
};

const at = (time: string): number => Date.parse(`2026-11-22T${time}Z`);

describe('the bars of the chart', () => {
  it('stand on each other, the highest drawn first', () => {
    const { starts, stacks } = stackBars(HISTOGRAM);
    expect(starts).toEqual([at('12:00:00') / 1000, at('13:00:00') / 1000, at('14:00:00') / 1000]);
    expect(stacks).toEqual([
      { index: 2, heights: [6, 0, 5] },
      { index: 1, heights: [3, 0, 4] },
      { index: 0, heights: [1, 0, 4] },
    ]);
  });

  it('narrow to whole bars: every one that was touched', () => {
    expect(momentsBetween(HISTOGRAM, { from: at('12:40:00'), to: at('13:50:00') })).toEqual({
      from: '2026-11-22T13:00:00.000Z',
      to: '2026-11-22T15:00:00.000Z',
    });
    const click = at('12:10:00');
    expect(momentsBetween(HISTOGRAM, { from: click, to: click })).toEqual(
      momentsOfBar(HISTOGRAM, '2026-11-22T12:00:00.000Z'),
    );
  });

  it('narrow to nothing beside the axis', () => {
    expect(momentsBetween(HISTOGRAM, { from: at('18:00:00'), to: at('19:00:00') })).toBeUndefined();
  });
});
