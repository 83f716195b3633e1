import { problemText } from '../../lib/config/configuration-problem.ts';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { EXPECTATION_MISTAKES } from './expectation-mistakes.ts';
import { MISTAKES } from './mistakes.ts';
import { edited, SAMPLE } from './sample-configuration.ts';

const errorsIn = (text: string): readonly string[] => {
  const decoded = decodeConfiguration(text, { allowEnvSecrets: false });
  return decoded.ok ? [] : decoded.error.filter(({ level }) => level === 'error').map(problemText);
};

describe('one mistake in rolecall.yml', () => {
  it('the sample has none, not even a warning', () => {
    expect(decodeConfiguration(SAMPLE, { allowEnvSecrets: false })).toMatchObject({
      ok: true,
      value: { warnings: [] },
    });
  });

  it.each([...MISTAKES, ...EXPECTATION_MISTAKES])(
    '$name is the only thing reported, with how to mend it',
    ({ from, to, says }) => {
      expect(errorsIn(edited(from, to))).toEqual([says]);
    },
  );

  it('says of two hours without quotes what each of them is, and nothing of the time between', () => {
    const hours = ['7:00', '7', '25:00'].map((hour) => `{from: ${hour}, to: ${hour}}`);
    for (const field of hours) {
      const errors = errorsIn(edited('timeZone: UTC, ', `timeZone: UTC, workingHours: ${field}, `));
      expect(errors).toEqual([
        expect.stringContaining('workingHours.from'),
        expect.stringContaining('workingHours.to'),
      ]);
    }
  });
});
