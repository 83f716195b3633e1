/** The other calls of the API: those of an opened access, of reviewing and of the other views. None throws. */
import type {
  AccessDetailAnswer,
  ExceptionRequestBody,
  ExceptionsAnswer,
  ExportFormat,
  ExportJob,
  ExportLinkAnswer,
  ExportsAnswer,
  OverviewAnswer,
  ReadsAnswer,
  ReviewAnswer,
  ReviewRequestBody,
  SendAgainAnswer,
  ShownException,
} from '../lib/api/contract.ts';
import { windowOf } from './api.ts';
import { type Answer, fetchFile, fetchJson } from './fetch-json.ts';
import type { Moments } from './query.ts';

const part = encodeURIComponent;

export const askAccess = (accessId: string, signal?: AbortSignal): Promise<Answer<AccessDetailAnswer>> =>
  fetchJson(`/api/accesses/${part(accessId)}`, { signal });

export const sendReview = (body: ReviewRequestBody): Promise<Answer<ReviewAnswer>> =>
  fetchJson('/api/reviews', { body });

/** `of`: the later word that is meant; absent: the first notice. */
export const sendAgain = (
  accessId: string,
  destinationId: string,
  of?: string,
): Promise<Answer<SendAgainAnswer>> =>
  fetchJson(`/api/accesses/${part(accessId)}/deliveries/${part(destinationId)}/again`, {
    body: of === undefined ? {} : { part: of },
  });

export const askExceptions = (signal?: AbortSignal): Promise<Answer<ExceptionsAnswer>> =>
  fetchJson('/api/exceptions', { signal });

export const makeException = (body: ExceptionRequestBody): Promise<Answer<ShownException>> =>
  fetchJson('/api/exceptions', { body });

export const endException = (exceptionId: string): Promise<Answer<ShownException>> =>
  fetchJson(`/api/exceptions/${part(exceptionId)}/end`, { body: {} });

export const askOverview = (within: Moments, signal?: AbortSignal): Promise<Answer<OverviewAnswer>> =>
  fetchJson(`/api/overview?${windowOf(within)}`, { signal });

/** At once, up to 5,000 rows; above that the problem is `too-many`. */
export const exportFile = (
  format: ExportFormat,
  question: URLSearchParams,
  columns: readonly string[] = [],
): Promise<Answer<Blob>> => {
  const asked = new URLSearchParams(question);
  asked.set('format', format);
  if (columns.length > 0) asked.set('columns', columns.join(','));
  return fetchFile(`/api/export?${asked}`, { timeLimitMs: 30_000 });
};

export const askExports = (signal?: AbortSignal): Promise<Answer<ExportsAnswer>> =>
  fetchJson('/api/exports', { signal });

export const beginExport = (
  format: ExportFormat,
  question: URLSearchParams,
  columns: readonly string[] = [],
): Promise<Answer<ExportJob>> =>
  fetchJson('/api/exports', { body: { format, columns, query: question.toString() } });

export const askExportLink = (jobId: string): Promise<Answer<ExportLinkAnswer>> =>
  fetchJson(`/api/exports/${part(jobId)}/link`, { body: {} });

/** `day`: `2026-11-22`, UTC. */
export const askReads = (
  { day, cursor }: { readonly day: string; readonly cursor?: string },
  signal?: AbortSignal,
): Promise<Answer<ReadsAnswer>> =>
  fetchJson(`/api/reads?day=${part(day)}${cursor === undefined ? '' : `&cursor=${part(cursor)}`}`, {
    signal,
  });
