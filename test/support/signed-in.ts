/** For browser tests whose server checks no token: the page believes that somebody has signed in. */

/** Give it to `page.addInitScript`; the storage holds the session before the page looks. */
export const localSession = `sessionStorage.setItem('rolecall.session', JSON.stringify({
  accessToken: 'a-token-nobody-checks',
  expiresAt: Date.now() + 3600000,
}));`;
