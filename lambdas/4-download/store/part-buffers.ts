import type { Sizes } from '../../runtime/sizes.ts';

/** Two buffers of the same size: one is filled while the other is uploaded. */
export type Buffers = {
  /** Gives both, of that many bytes; a later `take` may give the same memory again. */
  take(bytes: number): [Buffer, Buffer];
};

/**
 * Memory for parts, reused for file after file. Large objects need larger parts; buffers grow and never
 * shrink.
 */
export type PartBuffers = Buffers & {
  /** Another pair, for compressed content. */
  compressed: Buffers;
};

/** One set of buffers, for one file at a time. */
export const partBuffers = (): PartBuffers => ({ ...growingPair(), compressed: growingPair() });

function growingPair(): Buffers {
  let pair: [Buffer, Buffer] | undefined;
  return {
    take(bytes) {
      if (!pair || pair[0].length < bytes)
        pair = [Buffer.allocUnsafeSlow(bytes), Buffer.allocUnsafeSlow(bytes)];
      const [one, other] = pair;
      return [one.subarray(0, bytes), other.subarray(0, bytes)];
    },
  };
}

/** S3 takes 10,000 parts; some are kept back, since parts end with a line and so are a little short. */
const MAX_PARTS = 9_000;
/** Parts of a body of unknown length double after so many: 8, 16, 32, 64 MiB make 1.1 TB of it. */
const GROWS_AFTER_PARTS = 2_250;

/** Parts of a body of known length grow by this fraction of the usual size. */
const STEPS = 8;

/** Part size for an object of that many bytes; undefined: not known. */
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
 * Ends a part of NDJSON after its last whole line, so that another call can resume there; within a line
 * only if the part would be smaller than S3 accepts.
 */
export const partEndAtLine =
  ({ smallestPart }: Pick<Sizes, 'smallestPart'>) =>
  (part: Buffer): number => {
    const end = part.lastIndexOf(NEWLINE) + 1;
    return end >= smallestPart ? end : part.length;
  };
