/** Where the focus goes when what had it is gone with what it did. */

/** A `ref` for what takes the place of a button that was pressed. Always the same, so that it is called once. */
export const takeFocus = (element: HTMLElement | null): void => element?.focus({ preventScroll: true });

/** To the view or the list as a whole; on a phone to the access that stands in its place. */
export const focusPlace = (): void => {
  const place = document.getElementById('accesses');
  takeFocus(place?.offsetParent ? place : document.getElementById('detail-title'));
};
