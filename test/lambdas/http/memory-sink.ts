import type { Sink } from '../../../lambdas/http/http.ts';

/** A sink that keeps what it gets, in rooms of a size, with or without a pause after each of them. */
export type MemorySink = Sink & { bytes(): Buffer };

export function memorySink({
  roomBytes,
  pause = 'none',
}: {
  roomBytes: number;
  pause?: 'none' | 'after each room';
}): MemorySink {
  const kept: Buffer[] = [];
  let given: Buffer | undefined;
  let isFree = true;
  return {
    room() {
      if (!isFree) return null;
      given = Buffer.alloc(roomBytes);
      return given;
    },
    filled(bytes) {
      if (!given || bytes < 1 || bytes > roomBytes) throw new Error(`${bytes} bytes in no room`);
      kept.push(given.subarray(0, bytes));
      given = undefined;
      isFree = pause === 'none';
    },
    async whenRoom() {
      await new Promise((resolve) => void setImmediate(resolve));
      isFree = true;
    },
    bytes: () => Buffer.concat(kept),
  };
}

const ROOM_BYTES = 64 * 1024;

/** Room for one byte, and for no more until it is opened. */
export function gatedSink(): { sink: MemorySink; open(): void } {
  const inner = memorySink({ roomBytes: ROOM_BYTES });
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOpen = false;
  let isTaken = false;
  const sink = {
    ...inner,
    room: () =>
      isTaken && !isOpen ? null : (inner.room()?.subarray(0, isOpen ? ROOM_BYTES : 1) ?? null),
    filled(bytes: number) {
      isTaken = true;
      inner.filled(bytes);
    },
    whenRoom: () => promise,
  };
  const open = () => {
    isOpen = true;
    resolve();
  };
  return { sink, open };
}
