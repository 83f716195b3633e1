/** S3's two listings as XML. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
import type { ObjectVersion } from './object-versions.ts';
import { xmlText } from './xml-text.ts';

/** Objects that are not hidden by a delete marker; `all` is sorted by key, the newest version first. */
export function listObjects(bucket: string, all: readonly ObjectVersion[]): string {
  const shown = all.filter((version, index) => isLatest(all, index) && !version.deleteMarker);
  const contents = shown.map(({ key }) => `<Contents><Key>${xmlText(key)}</Key></Contents>`).join('');
  return `<ListBucketResult><Name>${xmlText(bucket)}</Name><IsTruncated>false</IsTruncated><KeyCount>${String(shown.length)}</KeyCount>${contents}</ListBucketResult>`;
}

const LARGEST_PAGE = 1000;

/** One page of all versions, after the markers in the query. */
export function listVersions(bucket: string, all: readonly ObjectVersion[], query: URLSearchParams): string {
  const begin = indexAfter(all, query.get('key-marker'), query.get('version-id-marker'));
  const end = begin + Math.min(Number(query.get('max-keys') ?? LARGEST_PAGE), LARGEST_PAGE);
  const entries = all
    .slice(begin, end)
    .map((version, index) => entryOf(version, isLatest(all, begin + index)));
  const last = all[end - 1];
  const more = end < all.length && last !== undefined;
  const next = more
    ? `<NextKeyMarker>${xmlText(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.versionId}</NextVersionIdMarker>`
    : '';
  return `<ListVersionsResult><Name>${xmlText(bucket)}</Name><IsTruncated>${String(more)}</IsTruncated>${next}${entries.join('')}</ListVersionsResult>`;
}

function indexAfter(all: readonly ObjectVersion[], key: string | null, versionId: string | null): number {
  if (key === null) return 0;
  const index = all.findIndex((each) =>
    versionId === null ? each.key > key : each.key === key && each.versionId === versionId,
  );
  if (index === -1) return all.length;
  return versionId === null ? index : index + 1;
}

const isLatest = (all: readonly ObjectVersion[], index: number): boolean =>
  all[index - 1]?.key !== all[index]?.key;

function entryOf({ key, versionId, storedAt, size, deleteMarker }: ObjectVersion, latest: boolean): string {
  const element = deleteMarker ? 'DeleteMarker' : 'Version';
  const bytes = deleteMarker ? '' : `<Size>${String(size)}</Size>`;
  return `<${element}><Key>${xmlText(key)}</Key><VersionId>${versionId}</VersionId><IsLatest>${String(latest)}</IsLatest><LastModified>${storedAt.toISOString()}</LastModified>${bytes}</${element}>`;
}
