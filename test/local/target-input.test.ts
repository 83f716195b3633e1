import { inputOf, readTransformer } from '../../local/target-input.ts';

const event = {
  source: 'aws.events',
  time: '2026-11-22T12:00:00Z',
  detail: { name: 'a "quoted" name', n: 3 },
};

const transformed = (paths: Readonly<Record<string, string>>, template: string): string => {
  const transformer = readTransformer({ InputPathsMap: paths, InputTemplate: template });
  return inputOf(transformer === undefined ? {} : { transformer }, event);
};

describe('what a rule hands to its target', () => {
  it('is the event as it came, a constant, or a text made from the event', () => {
    expect(JSON.parse(inputOf({}, event))).toEqual(event);
    expect(inputOf({ input: '{"task":"pending"}' }, event)).toBe('{"task":"pending"}');
    expect(transformed({ time: '$.time' }, '{"source":"rolecall.heartbeat","time":<time>}')).toBe(
      '{"source":"rolecall.heartbeat","time":"2026-11-22T12:00:00Z"}',
    );
  });

  it('stays JSON, whatever the event holds', () => {
    const text = transformed({ name: '$.detail.name', n: '$.detail.n' }, '{"name":<name>,"n":<n>}');
    expect(JSON.parse(text)).toEqual({ name: 'a "quoted" name', n: 3 });
  });

  it('may be one text with values in it, which get no quotes of their own', () => {
    const text = transformed(
      { name: '$.detail.name', n: '$.detail.n', nothing: '$.detail.nothing' },
      '"<name> said <n> things.<nothing>"',
    );
    expect(JSON.parse(text)).toBe('a "quoted" name said 3 things.');
  });

  it.each([
    [{ time: '$.detail[0]' }, '{"time":<time>}', 'input path'],
    [{ time: 'time' }, '{"time":<time>}', 'input path'],
    [{ time: '$.time' }, '{"time":<tiem>}', '<tiem>'],
    [{ time: '$.time' }, '{"time":"at <time>"}', 'between quotes'],
  ])('is refused at the start when the laptop cannot play it: %j %s', (paths, template, words) => {
    expect(() => readTransformer({ InputPathsMap: paths, InputTemplate: template })).toThrow(words);
  });
});
