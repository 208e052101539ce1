import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isFileError } from '../../file-error.ts';
import { readIfThere } from '../../read-if-there.ts';
import { AwsError } from '../../service.ts';
import { stateFolder } from '../../state-folder.ts';
import { writeAtomically } from '../../write-atomically.ts';
import type { Bucket } from '../bucket.ts';

/** An open multipart upload: a folder with its key and the parts that have arrived. */
export type Upload = { uploadId: string; key: string; initiated: string; folder: string };

const UploadRecord = z.strictObject({ key: z.string(), initiated: z.iso.datetime() });

/** Opens an upload. */
export function openUpload(bucket: Bucket, key: string): Upload {
  const uploadId = randomUUID();
  const initiated = new Date().toISOString();
  const folder = stateFolder(bucket.directory, 'uploads', uploadId);
  mkdirSync(folder);
  writeAtomically(join(folder, RECORD), JSON.stringify({ key, initiated }));
  return { uploadId, key, initiated, folder };
}

/** The open upload of that id for that key. Throws NoSuchUpload. */
export function findUpload(bucket: Bucket, uploadId: string, key: string): Upload {
  const upload = /^[0-9a-f-]{36}$/.test(uploadId) ? readUpload(bucket, uploadId) : undefined;
  if (upload?.key === key) return upload;
  throw noSuchUpload();
}

/** All open uploads, in no order. */
export function openUploads(bucket: Bucket): Upload[] {
  const ids = readdirSync(stateFolder(bucket.directory, 'uploads'));
  return ids.flatMap((uploadId) => readUpload(bucket, uploadId) ?? []);
}

/** Forgets an upload with its parts. */
export function closeUpload({ folder }: Upload): void {
  rmSync(folder, { recursive: true, force: true });
}

/** What to throw where a file of an upload is gone because the upload was closed meanwhile. */
export const asClosed = (error: unknown): unknown =>
  isFileError(error, 'ENOENT') ? noSuchUpload() : error;

const RECORD = 'upload.json';

const noSuchUpload = () =>
  new AwsError('NoSuchUpload', 'The specified multipart upload does not exist.', 404);

function readUpload(bucket: Bucket, uploadId: string): Upload | undefined {
  const folder = stateFolder(bucket.directory, 'uploads', uploadId);
  const text = readIfThere(join(folder, RECORD));
  if (text === undefined) return undefined;
  return { uploadId, folder, ...UploadRecord.parse(JSON.parse(text)) };
}
