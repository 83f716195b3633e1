/** Which parts of a row the reader does not want to see, kept on this device. The style does the rest. */

const KEY = 'rolecall.hidden';

/** Storage may be switched off; the choice then lasts as long as the page. */
export const readHidden = (): readonly string[] => {
  try {
    return (localStorage.getItem(KEY) ?? '').split(' ').filter((name) => name !== '');
  } catch {
    return [];
  }
};

export const applyHidden = (names: readonly string[]): void => {
  document.documentElement.dataset['hidden'] = names.join(' ');
};

export const keepHidden = (names: readonly string[]): void => {
  applyHidden(names);
  try {
    localStorage.setItem(KEY, names.join(' '));
  } catch {
    return;
  }
};
