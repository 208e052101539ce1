import type { Sink } from '../../shared/http/sink.ts';
import type { ScanPlace, Uploaded } from '../../shared/records/open-file.ts';
import type { Storage } from '../../shared/storage.ts';
import type { PartBuffers } from './part-buffers.ts';
import { partBytes } from './part-bytes.ts';
import { nothingUploaded, uploader } from './uploader.ts';

/** What is written into one object. */
export type Target = {
  key: string;
  /** Bytes of the whole object; undefined: not known before its end. */
  objectBytes: number | undefined;
  /**
   * Looks at the content as it comes; throws what refuses it. Gives null, or what to wait for before it
   * can look at more.
   */
  look(bytes: Buffer): Promise<void> | null;
  /** Where a part ends: at the end of a line where that is possible, so that a later call can go on there. */
  cutAt(part: Buffer): number;
  /** Where the scanner is; asked when a part leaves. */
  place(): ScanPlace;
  /** What an earlier call has uploaded. */
  uploaded?: Uploaded | undefined;
};

/** So much of an object is in the bucket, and a scanner and a request can go on from there. */
export type Paused = { uploaded: Uploaded; place: ScanPlace };

/** An object on its way into the bucket; nothing of it can be read before `finish`. */
export type ObjectSink = Sink & {
  /** Stores what is left, and makes the object. */
  finish(): Promise<{ bytes: number; crc32c: number }>;
  /** Whether there is a place further than where this call began, at which another one could go on. */
  isFurther(): boolean;
  /** That place, once what was on its way has arrived; null: there is none. */
  pause(): Promise<Paused | null>;
  /** Gives up what was uploaded. */
  abort(): Promise<void>;
};

/**
 * Fills one buffer while the other is on its way to S3, so that bytes are copied nowhere but from the
 * socket into a part, and memory stays the same whatever the size of the file.
 */
export function objectSink(
  { key, objectBytes, look, cutAt, place, uploaded = nothingUploaded }: Target,
  { storage, buffers }: { storage: Storage; buffers: PartBuffers },
): ObjectSink {
  const upload = uploader(key, uploaded, storage);
  const sized = () => buffers.take(partBytes(objectBytes, upload.uploaded().parts.length));
  let [filling] = sized();
  let used = 0;
  let onItsWay: Promise<void> | undefined;
  let looking: Promise<void> | undefined;
  let paused: Paused | null = null;

  const send = (part: Buffer) => {
    const behind = place();
    onItsWay = upload.add(part).then(() => {
      onItsWay = undefined;
      const uploaded = upload.uploaded();
      // Within a line nobody can go on: the scanner would not know how it began.
      if (behind.offset === uploaded.bytes) paused = { uploaded, place: behind };
    });
    // Whoever waits for room, or for the end, sees the error.
    onItsWay.catch(() => {});
  };
  const turnOver = () => {
    const full = filling.subarray(0, used);
    const end = cutAt(full);
    const [one, other] = sized();
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
    async finish() {
      await onItsWay;
      return upload.complete(filling.subarray(0, used));
    },
    isFurther: () => paused !== null,
    async pause() {
      await onItsWay;
      return paused;
    },
    async abort() {
      await onItsWay?.catch(() => {});
      await upload.abort();
    },
  };
}

const sharesMemory = (a: Buffer, b: Buffer) =>
  a.buffer === b.buffer && a.byteOffset === b.byteOffset;
