import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable, Transform } from 'node:stream';
import { PassThrough } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

/** What a reader of the lake finds in one file. */
export type HashedFile = { sha256: string; bytes: number; objects: number; storedBytes: number };

/** Hashes the content of files, each of which is one object, or several segments in order. */
type HashedFiles = {
  /** Begins an object; an object without a segment number, or with the first, restarts its file. */
  begin(path: string): Promise<void>;
  /** Adds the object's next bytes; parts must be in order. Gives their number. */
  add(path: string, body: Readable, partNumber?: number): Promise<number>;
  end(path: string): Promise<void>;
  all(): Record<string, HashedFile>;
};

type Open = { decoder: Transform; ended: Promise<unknown>; parts: number };
type File = { hash: Hash; bytes: number; objects: number; storedBytes: number };

/** `part-00001.ndjson`, `part-00001.ndjson.gz`, `part-00001-00002.ndjson.zst`. */
const OBJECT = /(?<file>.*\/part-\d{5,})(?:-(?<segment>\d{5,}))?\.ndjson(?<suffix>\.gz|\.zst)?$/;

export function hashedFiles(): HashedFiles {
  const files = new Map<string, File>();
  const open = new Map<string, Open>();
  return {
    async begin(path) {
      const { file, segment, suffix } = parseKey(path);
      const before = files.get(file);
      if (segment > 1 && before?.objects !== segment - 1)
        throw new Error(`${path} is out of order`);
      const known = segment > 1 && before ? before : empty();
      known.objects += 1;
      files.set(file, known);
      const decoder = decoderOf(suffix);
      decoder.on('data', (chunk: Buffer) => {
        known.hash.update(chunk);
        known.bytes += chunk.length;
      });
      const ended = once(decoder, 'end');
      ended.catch(() => {});
      open.set(path, { decoder, ended, parts: 0 });
    },
    async add(path, body, partNumber) {
      const object = open.get(path);
      const file = files.get(parseKey(path).file);
      if (!object || !file) throw new Error(`${path} was not created`);
      object.parts += 1;
      if ((partNumber ?? 1) !== object.parts) throw new Error(`${path} is out of order`);
      let bytes = 0;
      for await (const chunk of body) {
        bytes += chunk.length;
        if (!object.decoder.write(chunk)) await once(object.decoder, 'drain');
      }
      file.storedBytes += bytes;
      return bytes;
    },
    async end(path) {
      const object = open.get(path);
      open.delete(path);
      object?.decoder.end();
      await object?.ended;
    },
    all: () => Object.fromEntries([...files].map(([name, file]) => [name, hashed(file)])),
  };
}

const hashed = ({ hash, ...file }: File): HashedFile => ({
  ...file,
  sha256: hash.copy().digest('hex'),
});

const empty = (): File => ({
  ...{ hash: createHash('sha256'), bytes: 0, objects: 0, storedBytes: 0 },
});

function decoderOf(suffix: string | undefined): Transform {
  if (suffix === '.gz') return createGunzip();
  return suffix === '.zst' ? createZstdDecompress() : new PassThrough();
}

function parseKey(path: string): { file: string; segment: number; suffix: string | undefined } {
  const { file, segment = '1', suffix } = OBJECT.exec(path)?.groups ?? {};
  if (file === undefined) throw new Error(`${path} is not a data object`);
  return { file, segment: Number(segment), suffix };
}
