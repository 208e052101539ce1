import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isFileError, readIfExists, stateFolder, writeAtomically } from '../../files.ts';
import { AwsError } from '../../service.ts';
import { type Bucket, etagOf, statObject } from '../bucket.ts';

/** An open multipart upload: a folder with the upload's key and its parts. */
export type Upload = { uploadId: string; key: string; initiated: string; folder: string };

const UploadRecord = z.strictObject({ key: z.string(), initiated: z.iso.datetime() });

/** Creates an open upload without parts. */
export function newUpload(bucket: Bucket, key: string): Upload {
  const uploadId = randomUUID();
  const initiated = new Date().toISOString();
  const folder = stateFolder(bucket.directory, 'uploads', uploadId);
  mkdirSync(folder);
  writeAtomically(join(folder, RECORD), JSON.stringify({ key, initiated }));
  return { uploadId, key, initiated, folder };
}

/** The open upload with this id and key. Throws NoSuchUpload. */
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

/** Removes an upload with its parts. */
export function removeUpload({ folder }: Upload): void {
  rmSync(folder, { recursive: true, force: true });
}

/** NoSuchUpload for the missing file of an upload that was completed or aborted meanwhile. */
export const asNoSuchUpload = (error: unknown): unknown =>
  isFileError(error, 'ENOENT') ? noSuchUpload() : error;

const RECORD = 'upload.json';

const noSuchUpload = () =>
  new AwsError('NoSuchUpload', 'The specified multipart upload does not exist.', 404);

function readUpload(bucket: Bucket, uploadId: string): Upload | undefined {
  const folder = stateFolder(bucket.directory, 'uploads', uploadId);
  const text = readIfExists(join(folder, RECORD));
  if (text === undefined) return undefined;
  return { uploadId, folder, ...UploadRecord.parse(JSON.parse(text)) };
}

/** An uploaded part. */
export type Part = { partNumber: number; bytes: number; etag: string; file: string };

/** The file of a part; names sort like the numbers. */
export const partFile = ({ folder }: Upload, partNumber: number): string =>
  join(folder, `part-${String(partNumber).padStart(5, '0')}`);

/** The part with this number; undefined if it was not uploaded. */
export function findPart(upload: Upload, partNumber: number): Part | undefined {
  const file = partFile(upload, partNumber);
  const stat = statObject(file);
  return stat && { partNumber, bytes: Number(stat.size), etag: etagOf(stat), file };
}

/** The uploaded parts, in the order of their numbers. Throws NoSuchUpload. */
export function uploadedParts(upload: Upload): Part[] {
  const numbers = partNames(upload).map((name) => Number(name.slice('part-'.length)));
  return numbers.flatMap((partNumber) => findPart(upload, partNumber) ?? []);
}

/** Reads a part number from 1 to 10,000. Throws InvalidArgument. */
export function readPartNumber(text: string): number {
  const partNumber = Number(text);
  if (/^\d+$/.test(text) && partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000');
}

function partNames({ folder }: Upload): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith('part-'))
      .sort();
  } catch (error) {
    throw asNoSuchUpload(error);
  }
}
