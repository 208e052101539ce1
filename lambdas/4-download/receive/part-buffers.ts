/**
 * Memory for parts, made once and used for file after file: one buffer that fills while the other is
 * on its way to S3. Large objects need larger parts; buffers grow and never shrink.
 */
export type PartBuffers = {
  /** Two buffers of that many bytes; what is in them may be overwritten by the next who takes them. */
  take(bytes: number): [Buffer, Buffer];
};

/** One set of buffers, for one file at a time. */
export function partBuffers(): PartBuffers {
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
