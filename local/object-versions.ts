/**
 * Versions of objects on disk, one file each, so that they outlive every process: `<key>@<number>`, and a
 * `<key>@<number>.deleted` for a delete marker. A file without a number was written before there were versions.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface ObjectVersion {
  readonly key: string;
  /** `null` is S3's name for a version from before versioning. */
  readonly versionId: string;
  readonly deleteMarker: boolean;
  readonly storedAt: Date;
  readonly size: number;
  readonly file: string;
}

export interface ObjectVersions {
  /** Below a prefix, by key, the newest version first: as S3 lists them. */
  list(prefix: string): Promise<readonly ObjectVersion[]>;
  /** The newest first. */
  of(key: string): Promise<readonly ObjectVersion[]>;
  /** Answers its version id, once it is on the disk. */
  add(key: string, body: Buffer, deleteMarker?: boolean): Promise<string>;
  read(version: ObjectVersion): Promise<Buffer>;
  remove(version: ObjectVersion): Promise<void>;
}

/** Not safe for two writers at once: the caller queues them. */
export function objectVersions(folder: string): ObjectVersions {
  const list = async (prefix: string): Promise<readonly ObjectVersion[]> => {
    const names = await readdir(folder).catch(() => []);
    const parsed = names.flatMap((name) => parseName(name) ?? []).filter(({ key }) => key.startsWith(prefix));
    const described = await Promise.all(
      parsed.map(async (version) => {
        const { mtime, size } = await stat(join(folder, version.file));
        return { ...version, storedAt: mtime, size };
      }),
    );
    return described.sort(
      (one, other) =>
        Number(one.key > other.key) - Number(one.key < other.key) || numberOf(other) - numberOf(one),
    );
  };
  const of = async (key: string): Promise<readonly ObjectVersion[]> =>
    (await list(key)).filter((version) => version.key === key);
  return {
    list,
    of,
    read: ({ file }) => readFile(join(folder, file)),
    remove: ({ file }) => rm(join(folder, file)),
    add: async (key, body, deleteMarker = false) => {
      const [newest] = await of(key);
      const versionId = String(newest === undefined ? 1 : numberOf(newest) + 1).padStart(8, '0');
      const name = `${encodeKey(key)}@${versionId}${deleteMarker ? DELETED : ''}`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeDurably(join(folder, name), body);
      return versionId;
    },
  };
}

const DELETED = '.deleted';
const UNVERSIONED = 'null';

const encodeKey = (key: string): string => encodeURIComponent(key).replaceAll('.', '%2E');

const numberOf = ({ versionId }: Pick<ObjectVersion, 'versionId'>): number =>
  versionId === UNVERSIONED ? 0 : Number(versionId);

/** `undefined` for a file that is still being written. */
function parseName(
  file: string,
): Pick<ObjectVersion, 'key' | 'versionId' | 'deleteMarker' | 'file'> | undefined {
  if (file.endsWith('~')) return undefined;
  const [encoded = '', version = UNVERSIONED] = file.split('@');
  return {
    key: decodeURIComponent(encoded),
    versionId: version.replace(DELETED, ''),
    deleteMarker: version.endsWith(DELETED),
    file,
  };
}

/** Whoever stores something deletes its original next: the copy must be on the disk before it is acknowledged. */
async function writeDurably(file: string, body: Buffer): Promise<void> {
  const handle = await open(`${file}~`, 'w', 0o600);
  try {
    await handle.writeFile(body);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}~`, file);
}
