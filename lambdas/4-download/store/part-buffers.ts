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
