const MIB = 1024 ** 2;
/** Large enough that the cost of a request does not show (performance.md: 1 MiB parts cost 45 % more CPU). */
const USUAL_BYTES = 8 * MIB;
/** S3 takes 10,000 parts; some are kept back, since parts end at a line and so are a little short. */
const MAX_PARTS = 9_000;
/** S3's smallest part that is not the last. */
export const MIN_PART_BYTES = 5 * MIB;
/** Of a body of unknown length, the parts grow after so many: 8, 16, 32, 64 MiB make 1.1 TB of it. */
const GROWS_AFTER_PARTS = 2_250;

/** Size of the parts of an object of that many bytes; undefined: its length is not known. */
export function partBytes(objectBytes: number | undefined, partsSoFar: number): number {
  if (objectBytes === undefined)
    return USUAL_BYTES * 2 ** Math.floor(partsSoFar / GROWS_AFTER_PARTS);
  return Math.max(USUAL_BYTES, Math.ceil(objectBytes / MAX_PARTS / MIB) * MIB);
}
