import type { Sink } from '../sink.ts';

const BLOCK_BYTES = 64 * 1024;

/** A sink that makes a stream's chunks of what it is given, as long as the stream asks for more. */
export function chunkSink(push: (chunk: Buffer) => boolean): Sink & { ask(): void } {
  let block = Buffer.alloc(0);
  let isAsked = false;
  let wake = () => {};
  return {
    room() {
      if (!isAsked) return null;
      if (block.length === 0) block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      return block;
    },
    filled(bytes) {
      const chunk = block.subarray(0, bytes);
      block = block.subarray(bytes);
      // A push may ask for the next chunk before it returns.
      isAsked = false;
      if (push(chunk)) isAsked = true;
    },
    whenRoom: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
    ask() {
      isAsked = true;
      wake();
    },
  };
}
