import type { Sink } from '../sink.ts';

/** A sink with the room it has given last, until that is filled. */
export type Filling = {
  /** The room there is; null: none now. */
  room(): Buffer | null;
  filled(bytes: number): void;
  /** Copies content to the room and tells how much of it fitted. */
  place(content: Buffer): number;
  /** Calls one of both, once; calls while it waits change nothing. */
  awaitRoom(again: () => void, fail: (error: unknown) => void): void;
};

export function fillingOf(sink: Sink): Filling {
  let given: Buffer | null = null;
  let isAwaiting = false;
  const room = () => {
    given ??= sink.room();
    return given;
  };
  const filled = (bytes: number) => {
    given = null;
    sink.filled(bytes);
  };
  return {
    room,
    filled,
    place(content) {
      const free = room();
      if (!free) return 0;
      const bytes = content.copy(free);
      filled(bytes);
      return bytes;
    },
    awaitRoom(again, fail) {
      if (isAwaiting) return;
      isAwaiting = true;
      sink.whenRoom().then(() => {
        isAwaiting = false;
        again();
      }, fail);
    },
  };
}
