/** A record that matched a rule and could not be decoded: kept as length, hash and a masked beginning. */
export interface UnreadableRecord {
  readonly schemaVersion: 1;
  /** `unreadable.<sha256 of the text>`, or the event's own id when it has one. */
  readonly accessId: string;
  /** One sentence: what could not be read. */
  readonly reason: string;
  /** Length of the text in bytes. */
  readonly bytes: number;
  /** SHA-256 (hex) of the text. */
  readonly sha256: string;
  /** The first characters with everything that could be a secret masked. */
  readonly prefix: string;
  readonly eventName?: string;
  /** The account that recorded it, where that much could be read. */
  readonly accountId?: string;
}
