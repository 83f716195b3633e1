/** Hands a file to the browser. */

/** The browser reads the file after the click was answered. */
const LONG_ENOUGH_MS = 60_000;

export const handOver = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  const url = URL.createObjectURL(file);
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), LONG_ENOUGH_MS);
};
