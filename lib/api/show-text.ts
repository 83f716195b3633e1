/** What the page may show of recorded texts, and which addresses a reader may follow. */
export { showAtMost, showText } from '../kernel/show-text.ts';

/** An address a reader may follow: https without a user name; `undefined` for everything else. */
export const showLink = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, username, password, href } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' ? href : undefined;
};
