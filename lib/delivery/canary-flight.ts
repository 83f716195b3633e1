/** The canary's way out and its way home, as ports. */

/** Assumes the harmless role under this session name and throws the credentials away. Throws what AWS throws. */
export type SendCanary = (sessionName: string) => Promise<void>;

export interface ArrivedCanary {
  readonly sessionName: string;
  /** ISO 8601: when the queue took the alert, not when it was read. */
  readonly arrivedAt: string;
}

/** What has arrived since the last look, as a rule. */
export interface Arrivals {
  readonly canaries: readonly ArrivedCanary[];
  /** They were noted: nobody need see them again. */
  forget(): Promise<void>;
}

export type ReceiveCanaries = () => Promise<Arrivals>;
