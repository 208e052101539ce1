import type { Sink } from '../../http/http.ts';

/** What becomes of bytes that are collected in buffers. */
export type Turning = {
  /** Two buffers; asked for at the beginning, and anew whenever one is full. */
  take(): [Buffer, Buffer];
  /**
   * Looks at the bytes as they come; throws what refuses them. Gives null, or what to wait for before it
   * can look at more.
   */
  look(bytes: Buffer): Promise<void> | null;
  /** How much of a full buffer leaves; the rest stays for the next one. */
  cutAt(full: Buffer): number;
  /** Takes a buffer on. Its bytes stay as they are until that is done. */
  deliver(full: Buffer): Promise<void>;
};

/** Collects bytes in one buffer while the other one is delivered. */
export type TurningSink = Sink & {
  /** What has not been delivered yet, once all before it has. */
  rest(): Promise<Buffer>;
  /** Resolves once nothing is on its way any more, however it ended. */
  settled(): Promise<void>;
};

/** Bytes are copied nowhere but from the socket into a buffer, and memory stays the same however many come. */
export function turningSink({ take, look, cutAt, deliver }: Turning): TurningSink {
  let [filling] = take();
  let used = 0;
  let onItsWay: Promise<void> | undefined;
  let looking: Promise<void> | undefined;

  const send = (full: Buffer) => {
    onItsWay = deliver(full).then(() => {
      onItsWay = undefined;
    });
    // Whoever waits for room, or for the end, sees the error.
    onItsWay.catch(() => {});
  };
  const turnOver = () => {
    const full = filling.subarray(0, used);
    const end = cutAt(full);
    const [one, other] = take();
    const next = sharesMemory(one, filling) ? other : one;
    full.copy(next, 0, end);
    filling = next;
    used -= end;
    send(full.subarray(0, end));
  };
  return {
    room() {
      if (looking !== undefined) return null;
      if (used < filling.length) return filling.subarray(used);
      if (onItsWay !== undefined) return null;
      turnOver();
      return filling.subarray(used);
    },
    filled(bytes) {
      const seen = look(filling.subarray(used, used + bytes));
      used += bytes;
      if (!seen) return;
      looking = seen.then(() => {
        looking = undefined;
      });
      looking.catch(() => {});
    },
    whenRoom: async () => looking ?? onItsWay,
    async rest() {
      await looking;
      await onItsWay;
      return filling.subarray(0, used);
    },
    async settled() {
      await onItsWay?.catch(() => {});
    },
  };
}

const sharesMemory = (a: Buffer, b: Buffer) =>
  a.buffer === b.buffer && a.byteOffset === b.byteOffset;
