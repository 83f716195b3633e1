/** One thing that was looked at after a deploy. */
export interface Finding {
  readonly state: 'in-order' | 'missing' | 'unknown';
  /** What was looked at: "secret /rolecall/platform-slack-url". */
  readonly subject: string;
  readonly message: string;
}

export const inOrder = (subject: string, message: string): Finding => ({
  state: 'in-order',
  subject,
  message,
});
export const missing = (subject: string, message: string): Finding => ({
  state: 'missing',
  subject,
  message,
});
