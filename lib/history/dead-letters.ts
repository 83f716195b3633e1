/** Messages that were put aside because again and again nobody could deal with them. */

export interface DeadLetter {
  readonly body: string;
  /** Names this receipt of the letter to `remove`. */
  readonly receipt: string;
}

/** One queue of them. */
export interface DeadLetters {
  /**
   * At most `limit` and at most ten, hidden from everybody else for five minutes; empty when none is left that is not
   * hidden.
   */
  receive(limit: number): Promise<readonly DeadLetter[]>;
  /** It was dealt with. */
  remove(letter: DeadLetter): Promise<void>;
}
