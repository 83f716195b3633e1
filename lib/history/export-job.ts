/** An export that is too large to be downloaded at once: written to S3 piece by piece, by a function that may be interrupted. */
import type { Question } from './question.ts';

export const EXPORT_FORMATS = ['csv', 'jsonl', 'ocsf'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_STATES = ['waiting', 'running', 'done', 'failed'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** What lies in S3 already, and from where to go on. */
export interface ExportUpload {
  readonly uploadId: string;
  /** ETags, in order. */
  readonly parts: readonly string[];
  readonly bytes: number;
  readonly rows: number;
  /** Position of the last row in the parts: `<time>#<access id>`. Absent before the first. */
  readonly before?: string;
}

export interface StoredExport {
  readonly schemaVersion: 1;
  /** Begins with the moment it was asked for, so that ids sort by age. */
  readonly jobId: string;
  /** Raised with every change: two workers on one job find each other by it. */
  readonly version: number;
  readonly by: { readonly subject: string; readonly name: string };
  /** ISO 8601. */
  readonly madeAt: string;
  readonly format: ExportFormat;
  /** Names; empty: all. */
  readonly columns: readonly string[];
  readonly question: Question;
  /** The filters in words. */
  readonly what: string;
  readonly state: ExportState;
  /** So far. */
  readonly rows: number;
  /** ISO 8601: how far back it has come. */
  readonly lookedBackTo?: string;
  readonly upload?: ExportUpload;
  /** Of the whole file, once it is done. */
  readonly bytes?: number;
  /** ISO 8601. */
  readonly endedAt?: string;
  /** ISO 8601: when a worker last wrote how far it has come. */
  readonly savedAt?: string;
}

export interface ExportJobs {
  /** Writes a new job. */
  begin(job: StoredExport): Promise<void>;
  find(jobId: string): Promise<StoredExport | undefined>;
  /** Of everybody, newest first, at most `limit`. */
  list(limit: number): Promise<readonly StoredExport[]>;
  /** Replaces it unless somebody else has changed it since: false then. `job.version` is the new one. */
  save(job: StoredExport): Promise<boolean>;
  remove(jobId: string): Promise<void>;
}

/** The upload was finished or given up: what it held is in the file, or nowhere. */
export class UploadGone extends Error {
  override readonly name = 'UploadGone';
}

export interface ExportFiles {
  /** Begins a file that is made of parts of at least 5 MiB (the last may be smaller); answers its upload id. */
  begin(name: string, contentType: string): Promise<string>;
  /** Answers the part's ETag. `number` counts from 1. Throws `UploadGone`. */
  addPart(name: string, uploadId: string, number: number, body: Uint8Array): Promise<string>;
  /** Throws `UploadGone`. */
  finish(name: string, uploadId: string, parts: readonly string[]): Promise<void>;
  /** A whole small file; replaces what was there. */
  put(name: string, body: Uint8Array, contentType: string): Promise<void>;
  /** A link for whoever has it, for so many seconds. `fileName` is what the browser calls it. */
  link(name: string, fileName: string, seconds: number): Promise<string>;
}

/** Where the file of a job lies. */
export const exportFileOf = ({ jobId, format }: Pick<StoredExport, 'jobId' | 'format'>): string =>
  `exports/${jobId}.${format === 'csv' ? 'csv' : 'jsonl'}.gz`;
