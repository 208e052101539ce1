import { type BigIntStats, statSync } from 'node:fs';
import { AwsError } from '../service.ts';

/** A file's stat; undefined where there is no file, be it that a folder has its name. */
export function statObject(file: string): BigIntStats | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat?.isFile() ? stat : undefined;
}

export const noSuchKey = () => new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
