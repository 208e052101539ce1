import type { Sizes } from '../../runtime/sizes.ts';

/** S3 takes 10,000 parts; some are kept back, since parts end at a line and so are a little short. */
const MAX_PARTS = 9_000;
/** Of a body of unknown length, the parts double after so many: 8, 16, 32, 64 MiB make 1.1 TB of it. */
const GROWS_AFTER_PARTS = 2_250;

/** By how much of a usual part they grow where the length is known. */
const STEPS = 8;

/** Size of the parts of an object of that many bytes; undefined: its length is not known. */
export function partBytes(
  objectBytes: number | undefined,
  partsSoFar: number,
  { part }: Pick<Sizes, 'part'>,
): number {
  if (objectBytes === undefined) return part * 2 ** Math.floor(partsSoFar / GROWS_AFTER_PARTS);
  const step = part / STEPS;
  return Math.max(part, Math.ceil(objectBytes / MAX_PARTS / step) * step);
}
