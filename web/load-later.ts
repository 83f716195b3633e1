/** Loads what is shown after the list, once. */

const loadStyle = (): Promise<void> =>
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

const load = async (): Promise<typeof import('./later.ts')> => {
  const [parts] = await Promise.all([import('./later.ts'), loadStyle()]);
  return parts;
};

let loading: ReturnType<typeof load> | undefined;

/** Rejects when it cannot be loaded; tries again when it is asked again. */
export const loadLater = (): ReturnType<typeof load> => {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
};
