/** What the destinations answered when `deliver` asked them last: kept as a mark, because only `deliver` may read secrets. */
import type { ProbeResult } from '../../delivery/probe.ts';
import { REJECTION_CODES } from '../../delivery/outcome.ts';
import { listAt, parseJson, textAt } from '../../kernel/json.ts';

/** Name of the mark. */
export const PROBES_MARK = 'probes';

export interface Probed {
  readonly destinationId: string;
  readonly channel: string;
  readonly result: ProbeResult;
}

export interface Probes {
  /** ISO 8601. */
  readonly at: string;
  readonly probed: readonly Probed[];
}

export const probesText = (probes: Probes): string => JSON.stringify(probes);

/** `undefined` when the mark is absent or not ours. */
export const readProbes = (text: string | undefined): Probes | undefined => {
  const json = parseJson(text ?? '');
  const at = textAt(json, 'at');
  if (at === undefined) return undefined;
  return {
    at,
    probed: listAt(json, 'probed').flatMap((each) => {
      const destinationId = textAt(each, 'destinationId');
      const channel = textAt(each, 'channel');
      return destinationId === undefined || channel === undefined
        ? []
        : [{ destinationId, channel, result: readResult(each) }];
    }),
  };
};

const readResult = (probed: unknown): ProbeResult => {
  const words = textAt(probed, 'result', 'words') ?? '';
  const kind = textAt(probed, 'result', 'kind');
  if (kind === 'accepted') return { kind, words };
  const code = REJECTION_CODES.find((known) => known === textAt(probed, 'result', 'code'));
  return kind === 'refused' && code !== undefined ? { kind, code, words } : { kind: 'cannot-tell', words };
};
