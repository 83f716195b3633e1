import fc from 'fast-check';
import {
  CHIP_FIELDS,
  countFilters,
  DEFAULT_QUERY,
  hrefOf,
  listKeyOf,
  momentsOf,
  type PageQuery,
  PRESETS,
  questionOf,
  readQuery,
  TABS,
  VIEWS,
  withOnly,
  withToggled,
} from '../../web/query.ts';

const NOW = new Date('2026-11-22T14:03:20.500Z');

const searchOf = (query: PageQuery): string => hrefOf(query).slice(1);

const queries = fc.record(
  {
    view: fc.constantFrom(...VIEWS),
    tab: fc.constantFrom(...TABS, 'grouped' as const),
    filters: fc
      .dictionary(
        fc.constantFrom(...CHIP_FIELDS),
        fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1, maxLength: 10 }),
      )
      .map((filters) => ({ ...filters })),
    range: fc.oneof(
      fc.constantFrom(...PRESETS),
      fc.constant({ from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' }),
      fc.constant({ from: '2026-11-20T00:00:00.000Z' }),
      fc.constant({ from: '2026-11-20T00:00:00.000Z', within: '30d' as const }),
    ),
    access: fc.string({ minLength: 1 }),
  },
  { requiredKeys: ['view', 'tab', 'filters', 'range'] },
);

describe('the address of the page', () => {
  it('says all of what is shown: reading it back gives the same', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(readQuery(searchOf(query))).toEqual(query);
      }),
    );
  });

  it('leaves out what is the default, so that the deep link of a notice is the shortest', () => {
    expect(hrefOf(DEFAULT_QUERY)).toBe('/');
    expect(hrefOf({ ...DEFAULT_QUERY, access: '111122223333.a' })).toBe('/?access=111122223333.a');
  });

  it.each([
    '?view=nothing&state=gone&range=8d&from=yesterday',
    '?from=2026-11-22T00:00:00Z&to=2026-11-20T00:00:00Z',
    '?person=&access=',
    '?%E0%A4%A',
  ])('that says something wrong leaves it out: %s', (search) => {
    expect(readQuery(search)).toEqual(DEFAULT_QUERY);
  });

  it('never asks for more values than the API takes', () => {
    const search = Array.from({ length: 30 }, (_, index) => `person=p${index}`).join('&');
    expect(countFilters(readQuery(`?${search}`))).toBe(10);
  });
});

describe('the question to the API', () => {
  it('has filters, state and moments, and neither view nor open access', () => {
    const query = readQuery('?view=list&state=open&person=alice&person=bob&range=24h&access=a.b');
    expect(questionOf(query, NOW).toString()).toBe(
      'state=open&person=alice&person=bob&from=2026-11-21T14%3A03%3A00.000Z',
    );
  });

  it('asks for every state by naming none', () => {
    expect(questionOf(readQuery('?state=all'), NOW).has('state')).toBe(false);
  });

  it('is equal within a minute, so that equal questions are seen to be', () => {
    expect(momentsOf('7d', NOW)).toEqual(momentsOf('7d', new Date('2026-11-22T14:03:59Z')));
  });
});

describe('a filter', () => {
  it('that is clicked replaces the others of its field, and closes the access', () => {
    const query = readQuery('?person=alice&person=bob&role=x&access=a.b');
    expect(hrefOf(withOnly(query, 'person', 'carol'))).toBe('/?person=carol&role=x');
  });

  it('that is toggled twice is gone again', () => {
    const query = readQuery('?role=x');
    const once = withToggled(query, 'person', 'alice');
    expect(countFilters(once)).toBe(2);
    expect(withToggled(once, 'person', 'alice')).toEqual(query);
  });

  it('belongs to the key of the list; the open access does not', () => {
    expect(listKeyOf(readQuery('?person=alice&access=a'))).toBe(listKeyOf(readQuery('?person=alice')));
    expect(listKeyOf(readQuery('?person=alice'))).not.toBe(listKeyOf(readQuery('?person=bob')));
  });
});
