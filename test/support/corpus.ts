/** Real records, kept beside the project: `ROLECALL_CORPUS` names the folder. Tests say so when it is absent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../lib/kernel/json.ts';

export const corpusFolder = process.env.ROLECALL_CORPUS;

/** Stands in place of every session token of the corpus. */
export const CORPUS_CANARY = 'CANARY-SESSION-TOKEN-MUST-NEVER-LEAVE';

/** Visibly skipped where there is no corpus. */
export const describeCorpus = corpusFolder === undefined ? describe.skip : describe;

export interface CorpusRecord {
  /** `panther-labs__panther-analysis.jsonl:2` */
  readonly place: string;
  readonly record: JsonObject;
}

/** Every record of `roles` or `doors`; none without a corpus. */
export const readCorpus = (kind: 'roles' | 'doors'): readonly CorpusRecord[] => {
  if (corpusFolder === undefined) return [];
  const folder = join(corpusFolder, 'records', kind);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, place: `${file}:${String(index + 1)}` }))
        .filter(({ line }) => line.trim() !== '')
        .map(({ line, place }) => ({ place, record: JSON.parse(line) as JsonObject })),
    );
};
