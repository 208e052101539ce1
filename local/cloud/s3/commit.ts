import { linkSync, mkdirSync, renameSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { isFileError } from '../file-error.ts';
import { AwsError } from '../service.ts';
import { type Condition, preconditionFailed } from './condition.ts';
import { etagOf, sameEtag } from './etag.ts';
import type { Incoming } from './incoming.ts';
import { noSuchKey, statObject } from './stat-object.ts';

/**
 * Makes a finished file an object, in one step that nothing in this process can come between.
 * `if-absent` holds between processes too, since a link to an existing name fails; `if-match`
 * holds within the process. Throws PreconditionFailed, NoSuchKey, and InvalidArgument where a
 * file and a folder would have the same name; the finished file is gone then.
 */
export function commit({ file }: Incoming, target: string, condition: Condition): void {
  try {
    if (condition.kind === 'if-match') checkMatch(target, condition.etag);
    inFolder(target, () => (condition.kind === 'if-absent' ? linkSync : renameSync)(file, target));
  } catch (error) {
    unlinkSync(file);
    throw isFileError(error, ...IN_THE_WAY) ? refusal(target, condition) : error;
  }
  if (condition.kind === 'if-absent') unlinkSync(file);
}

/** What the systems answer where something of that name is there already. */
const IN_THE_WAY = ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EPERM'];

function refusal(target: string, { kind }: Condition): AwsError {
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
