import { AwsError } from '../../service.ts';
import { sameEtag } from '../etag.ts';
import type { Part } from './parts.ts';
import type { WantedPart } from './read-wanted-parts.ts';

/** S3's smallest size of every part but the last. */
const SMALLEST_PART_BYTES = 5 * 1024 ** 2;

/**
 * Picks the parts that make the object. Throws InvalidPartOrder, InvalidPart where one has not
 * arrived with that ETag, and EntityTooSmall where one before the last is below 5 MiB.
 */
export function chooseParts(
  wanted: WantedPart[],
  arrived: (partNumber: number) => Part | undefined,
): Part[] {
  if (wanted.some(({ partNumber }, i) => partNumber <= (wanted[i - 1]?.partNumber ?? 0)))
    throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const parts = wanted.map(({ partNumber, etag }) => {
    const part = arrived(partNumber);
    if (part && sameEtag(part.etag, etag)) return part;
    throw new AwsError('InvalidPart', `part ${partNumber} has not arrived with that ETag`);
  });
  const small = parts.slice(0, -1).find(({ bytes }) => bytes < SMALLEST_PART_BYTES);
  if (small) throw new AwsError('EntityTooSmall', `part ${small.partNumber} is below 5 MiB`);
  return parts;
}
