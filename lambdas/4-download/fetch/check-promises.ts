import type { PlannedFile } from '../../lake/plan-records.ts';
import { FileTruncated } from '../../runtime/errors.ts';
import type { Came } from '../store/land.ts';

/**
 * Refuses a file that is not what the manifest promised. `fileSize` is "the size of the file in bytes"
 * (v4), and nothing says whether before or after an encoding; where there is one, either is right, and
 * its trailer has proved the file whole. Throws FileTruncated.
 */
export function checkPromises(
  { count, promisedBytes }: Pick<PlannedFile, 'count' | 'promisedBytes'>,
  { lines, bytes, encodedBytes }: Came,
) {
  if (count !== undefined && count !== lines)
    throw new FileTruncated(`${lines} lines came, the manifest promised ${count}`);
  if (promisedBytes !== undefined && promisedBytes !== bytes && promisedBytes !== encodedBytes)
    throw new FileTruncated(`${bytes} bytes came, the manifest promised ${promisedBytes}`);
}
