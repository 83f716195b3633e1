/** Rows as elements, unfolded repeats among them: which one has the focus, and how to get to another. */

export const rowElementId = (accessId: string): string => `row-${accessId}`;

const rowLinks = (): readonly HTMLAnchorElement[] => [
  ...document.querySelectorAll<HTMLAnchorElement>('a[data-access]'),
];

/** The id of the access whose row has the focus, or holds what has it. */
export const focusedRow = (): string | undefined => {
  const active = document.activeElement;
  const link =
    active instanceof HTMLAnchorElement && active.dataset['access'] !== undefined
      ? active
      : active?.closest('.row')?.querySelector<HTMLAnchorElement>('a[data-access]');
  return link?.dataset['access'];
};

/** The access `step` rows after `accessId`; the first one when that is not in the list. */
export const neighbourOf = (accessId: string | undefined, step: 1 | -1): string | undefined => {
  const ids = rowLinks().map((link) => link.dataset['access']);
  const index = accessId === undefined ? -1 : ids.indexOf(accessId);
  return index === -1 ? ids[0] : ids[Math.min(Math.max(index + step, 0), ids.length - 1)];
};

/** Puts the focus on a row; false when it is not in the list. */
export const focusRow = (accessId: string): boolean => {
  const row = document.getElementById(rowElementId(accessId));
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
  return row !== null;
};

/** Brings a row into view without touching the focus. */
export const showRow = (accessId: string): void =>
  document.getElementById(rowElementId(accessId))?.scrollIntoView({ block: 'nearest' });
