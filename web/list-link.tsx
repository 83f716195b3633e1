/** A link to the list of everything that has one value: from a place that is not the list. */
import type { ComponentChildren } from 'preact';
import type { FilterField } from '../lib/api/contract.ts';
import { follow, useQuery } from './navigation.ts';
import { CHIP_FIELDS, DEFAULT_QUERY, hrefOf, type Range, type Tab, TABS } from './query.ts';

interface ListLinkProps {
  readonly field: FilterField;
  readonly value: string;
  /** Absent: the range of the page. */
  readonly range?: Range;
  readonly children: ComponentChildren;
}

const isTab = (value: string): value is Tab => (TABS as readonly string[]).includes(value);

const hrefTo = (field: FilterField, value: string, range: Range): string => {
  if (field === 'state') return hrefOf({ ...DEFAULT_QUERY, range, tab: isTab(value) ? value : 'all' });
  const chip = CHIP_FIELDS.find((one) => one === field);
  return hrefOf({
    ...DEFAULT_QUERY,
    range,
    tab: 'all',
    filters: chip === undefined ? {} : { [chip]: [value] },
  });
};

export const ListLink = ({ field, value, range, children }: ListLinkProps) => {
  const query = useQuery();
  return (
    <a href={hrefTo(field, value, range ?? query.range)} onClick={follow}>
      {children}
    </a>
  );
};
