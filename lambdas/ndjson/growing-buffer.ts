const FIRST_BYTES = 64 * 1024;

/** Copies of what was added, in one piece. */
export type GrowingBuffer = {
  add(bytes: Buffer): void;
  /** A view, until something is added or cleared. */
  bytes(): Buffer;
  clear(): void;
};

/** It doubles where it must, and is used again: a file's lines cost no allocation each. */
export function growingBuffer(): GrowingBuffer {
  let room = Buffer.alloc(0);
  let used = 0;
  return {
    add(bytes) {
      const needed = used + bytes.length;
      if (needed > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, room.length * 2, FIRST_BYTES));
        room.copy(larger, 0, 0, used);
        room = larger;
      }
      bytes.copy(room, used);
      used = needed;
    },
    bytes: () => room.subarray(0, used),
    clear() {
      used = 0;
    },
  };
}
