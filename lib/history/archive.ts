/** Where rows go before they are deleted. */

export interface Archive {
  /** Stores JSON lines under a name that is never reused; throws when they are not safely stored. */
  store(name: string, lines: string): Promise<void>;
}
