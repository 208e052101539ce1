import { finished } from 'node:stream/promises';
import { constants, createGzip, createZstdCompress } from 'node:zlib';

/** How content is compressed here. */
export type Compression = 'gzip' | 'zstd';

/** Node's 16 KiB take some zstd a fifth more time. */
const CHUNK_BYTES = 256 * 1024;
/**
 * By what a gigabyte costs (docs/decisions/0011): zstd 3 takes twice the time of 1 for the same size; gzip
 * 6 nearly three times that of 1 for a quarter less, which storage pays back within weeks.
 */
const ZSTD_LEVEL = 1;
const GZIP_LEVEL = 6;

/**
 * Makes one gzip member or one zstd frame of blocks. One, since not every reader goes on behind the
 * first: Node's `zstdDecompress` stops there without a word.
 */
export type Compressor = {
  /** Gives what has come out of it so far. The block is used no more once that is there. */
  write(block: Buffer): Promise<Buffer[]>;
  /** Gives the rest. */
  end(): Promise<Buffer[]>;
  /** Frees its memory where there is no end. */
  abandon(): void;
};

export function compressor(compression: Compression): Compressor {
  const stream = open(compression);
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Whoever writes or ends hears of it.
  stream.on('error', () => {});
  return {
    write: (block) =>
      new Promise((resolve, reject) => {
        stream.write(block, (error) => (error ? reject(error) : resolve(chunks.splice(0))));
      }),
    async end() {
      stream.end();
      await finished(stream);
      return chunks;
    },
    abandon: () => void stream.destroy(),
  };
}

const open = (compression: Compression) =>
  compression === 'gzip'
    ? createGzip({ level: GZIP_LEVEL, chunkSize: CHUNK_BYTES })
    : createZstdCompress({
        chunkSize: CHUNK_BYTES,
        params: {
          [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL,
          [constants.ZSTD_c_checksumFlag]: 1,
        },
      });
