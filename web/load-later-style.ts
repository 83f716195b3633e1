/** Loads the style of what is shown after the list, once. */

const load = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '/assets/later.css';
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error('the style could not be loaded'));
    };
    document.head.append(link);
  });

let loading: Promise<void> | undefined;

/** Rejects when it cannot be loaded; tries again when it is asked again. */
export const loadLaterStyle = (): Promise<void> => {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
};
