import type { Sink } from '../../http/http.ts';

/** What happens to bytes that are collected in buffers. */
type BufferHandlers = {
  /** Gives two buffers; called at the beginning, and whenever one is full. */
  takeBuffers(): [Buffer, Buffer];
  /**
   * Inspects the bytes as they come; throws what refuses them. Gives null, or a promise to wait for before
   * it can inspect more.
   */
  inspect(bytes: Buffer): Promise<void> | null;
  /** How much of a full buffer is delivered; the rest is moved to the next one. */
  partEnd(full: Buffer): number;
  /** Takes the content of a buffer, which is not overwritten until this has resolved. */
  deliver(full: Buffer): Promise<void>;
};

/** Collects bytes in one buffer while the other one is delivered. */
export type DoubleBuffer = Sink & {
  /** What has not been delivered, once all before it has. */
  rest(): Promise<Buffer>;
  /** Resolves once no delivery is in flight, whether it failed or not. */
  settled(): Promise<void>;
};

/** Bytes are copied only from the socket into a buffer, and memory does not grow with the content. */
export function doubleBuffer(handlers: BufferHandlers): DoubleBuffer {
  const { takeBuffers, inspect, partEnd, deliver } = handlers;
  let [filling] = takeBuffers();
  let used = 0;
  let inFlight: Promise<void> | undefined;
  let inspecting: Promise<void> | undefined;

  const send = (full: Buffer) => {
    inFlight = deliver(full).then(() => {
      inFlight = undefined;
    });
    // `whenRoom` and `rest` reject with the error.
    inFlight.catch(() => {});
  };
  const swap = () => {
    const full = filling.subarray(0, used);
    const end = partEnd(full);
    const [one, other] = takeBuffers();
    const next = sharesMemory(one, filling) ? other : one;
    full.copy(next, 0, end);
    filling = next;
    used -= end;
    send(full.subarray(0, end));
  };
  return {
    room() {
      if (inspecting !== undefined) return null;
      if (used < filling.length) return filling.subarray(used);
      if (inFlight !== undefined) return null;
      swap();
      return filling.subarray(used);
    },
    filled(bytes) {
      const inspected = inspect(filling.subarray(used, used + bytes));
      used += bytes;
      if (!inspected) return;
      inspecting = inspected.then(() => {
        inspecting = undefined;
      });
      inspecting.catch(() => {});
    },
    whenRoom: async () => inspecting ?? inFlight,
    async rest() {
      await inspecting;
      await inFlight;
      return filling.subarray(0, used);
    },
    async settled() {
      await inFlight?.catch(() => {});
    },
  };
}

const sharesMemory = (a: Buffer, b: Buffer) =>
  a.buffer === b.buffer && a.byteOffset === b.byteOffset;
