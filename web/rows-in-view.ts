/** Rows as elements: which one has the focus, and how to get to another. */

export const rowElementId = (accessId: string): string => `row-${accessId}`;

const rowLinks = (): readonly HTMLAnchorElement[] => [
  ...document.querySelectorAll<HTMLAnchorElement>('a.row-link'),
];

/** The id of the access whose row has the focus. */
export const focusedRow = (): string | undefined =>
  document.activeElement instanceof HTMLAnchorElement ? document.activeElement.dataset['access'] : undefined;

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
