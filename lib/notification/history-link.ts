/** Deep link to one access on the history page. `historyUrl` has no slash at its end. */
export const historyLink = (historyUrl: string, accessId: string): string =>
  `${historyUrl}/?access=${encodeURIComponent(accessId)}`;
