import type { Sizes } from '../../runtime/sizes.ts';

/** Two buffers that take turns: one fills while the other is on its way. */
export type Buffers = {
  /** Both of that many bytes; what is in them may be overwritten by the next who takes them. */
  take(bytes: number): [Buffer, Buffer];
};

/**
 * Memory for parts, made once and used for file after file. Large objects need larger parts; buffers grow
 * and never shrink.
 */
export type PartBuffers = Buffers & {
  /** Two others, for what content is compressed to. */
  packed: Buffers;
};

/** One set of buffers, for one file at a time. */
export const partBuffers = (): PartBuffers => ({ ...growingPair(), packed: growingPair() });

function growingPair(): Buffers {
  let made: [Buffer, Buffer] | undefined;
  return {
    take(bytes) {
      if (!made || made[0].length < bytes)
        made = [Buffer.allocUnsafeSlow(bytes), Buffer.allocUnsafeSlow(bytes)];
      const [filling, leaving] = made;
      return [filling.subarray(0, bytes), leaving.subarray(0, bytes)];
    },
  };
}

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

const NEWLINE = 0x0a;

/**
 * Where a part of NDJSON ends: behind its last whole line, so that another call can go on from there
 * without knowing how the line began; within a line only where that leaves less than S3 takes.
 */
export const cutAtLine =
  ({ smallestPart }: Pick<Sizes, 'smallestPart'>) =>
  (part: Buffer): number => {
    const end = part.lastIndexOf(NEWLINE) + 1;
    return end >= smallestPart ? end : part.length;
  };
