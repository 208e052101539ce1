import { linkSync, mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFileError } from '../files.ts';
import { AwsError, type CloudResponse } from '../service.ts';
import type { IncomingFile } from './body/incoming.ts';
import { receiveBody } from './body/receive.ts';
import {
  type Bucket,
  etagOf,
  noSuchKey,
  objectFile,
  type S3Request,
  sameEtag,
  statObject,
} from './bucket.ts';

/** PutObject: the object appears in one step, or not at all. */
export async function putObject(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const condition = readWriteCondition(request.headers);
  const received = await receiveBody(bucket, request);
  storeObject(received, objectFile(bucket, request.key), condition);
  const headers = { ...received.checksums, etag: received.etag };
  return { status: 200, headers, body: Buffer.alloc(0) };
}

/**
 * Makes a received file an object, in one step. `if-absent` is atomic between processes, because a link
 * to an existing name fails; `if-match` is atomic within this process. Throws PreconditionFailed,
 * NoSuchKey, and InvalidArgument if a file and a folder had the same name; it removes the file then.
 */
export function storeObject(
  { file }: IncomingFile,
  target: string,
  condition: WriteCondition,
): void {
  try {
    if (condition.kind === 'if-match') checkMatch(target, condition.etag);
    inFolder(target, () => (condition.kind === 'if-absent' ? linkSync : renameSync)(file, target));
  } catch (error) {
    unlinkSync(file);
    throw isFileError(error, ...NAME_IN_USE) ? nameInUse(target, condition) : error;
  }
  if (condition.kind === 'if-absent') unlinkSync(file);
}

/** How operating systems say that the name is in use. */
const NAME_IN_USE = ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EPERM'];

function nameInUse(target: string, { kind }: WriteCondition): AwsError {
  if (kind === 'if-absent' && statObject(target)) return preconditionFailed();
  return new AwsError('InvalidArgument', 'a file and a folder cannot have the same name');
}

function checkMatch(target: string, etag: string): void {
  const stat = statObject(target);
  if (!stat) throw noSuchKey();
  if (!sameEtag(etagOf(stat), etag)) throw preconditionFailed();
}

function inFolder(target: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isFileError(error, 'ENOENT')) throw error;
    mkdirSync(dirname(target), { recursive: true });
    write();
  }
}

/** The precondition of a write. */
type WriteCondition =
  | { kind: 'always' }
  | { kind: 'if-absent' }
  | { kind: 'if-match'; etag: string };

/** Reads `If-None-Match: *` and `If-Match`, the preconditions that S3 has for writes. */
export function readWriteCondition(headers: S3Request['headers']): WriteCondition {
  const { 'if-none-match': none, 'if-match': etag } = headers;
  if (none === undefined && etag === undefined) return { kind: 'always' };
  if (none === '*' && etag === undefined) return { kind: 'if-absent' };
  if (none === undefined && etag !== undefined) return { kind: 'if-match', etag };
  throw new AwsError('NotImplemented', 'this precondition of a write', 501);
}

const preconditionFailed = () =>
  new AwsError('PreconditionFailed', 'At least one of the preconditions did not hold', 412);

/** DeleteObject: answers 204 even if there is no such object. Removes folders that become empty. */
export function deleteObject(bucket: Bucket, { key }: S3Request): CloudResponse {
  const file = objectFile(bucket, key);
  if (statObject(file)) {
    unlinkSync(file);
    removeEmptyFolders(dirname(file), bucket.directory);
  }
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}

function removeEmptyFolders(folder: string, root: string): void {
  if (folder === root) return;
  try {
    rmdirSync(folder);
  } catch (error) {
    if (isFileError(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) return;
    throw error;
  }
  removeEmptyFolders(dirname(folder), root);
}
