import { startSchedules } from '../../local/schedule.ts';
import { setClock } from './fixtures/set-clock.ts';

describe('the schedules', () => {
  it('run when they are due, once, however late somebody looks', async () => {
    const clock = setClock();
    const ran: string[] = [];
    const at = (expression: string) => ({
      expression,
      run: () => {
        ran.push(expression);
        return Promise.resolve();
      },
    });
    const schedules = startSchedules(
      [at('rate(1 minute)'), at('rate(30 minutes)'), at('cron(15 3 * * ? *)')],
      clock,
    );
    await schedules.tick();
    expect(ran).toEqual([]);
    clock.forward(61_000);
    await schedules.tick();
    await schedules.tick();
    expect(ran).toEqual(['rate(1 minute)']);
    clock.forward(20 * 3_600_000);
    await schedules.tick();
    expect(ran.slice(1).sort()).toEqual(['cron(15 3 * * ? *)', 'rate(1 minute)', 'rate(30 minutes)']);
    schedules.close();
  });

  it('go on after a run that failed', async () => {
    const clock = setClock();
    let runs = 0;
    const failing = () => {
      runs += 1;
      return Promise.reject(new Error('no'));
    };
    const schedules = startSchedules([{ expression: 'rate(1 minute)', run: failing }], clock);
    for (let minute = 0; minute < 2; minute += 1) {
      clock.forward(61_000);
      await schedules.tick().catch(() => undefined);
    }
    schedules.close();
    expect(runs).toBe(2);
  });

  it('refuse an expression the laptop cannot play', () => {
    expect(() =>
      startSchedules([{ expression: 'cron(0 3 ? * MON *)', run: () => Promise.resolve() }], setClock()),
    ).toThrow('MON');
  });
});
