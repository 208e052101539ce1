import { gzipSync } from 'node:zlib';
import { population } from '../../local/people/population.ts';

/** So much is generated of a type; larger files repeat it. */
const BLOCK_BYTES = 16 * 1024 ** 2;
const EPOCH = new Date('2026-01-01T00:00:00Z');

/** The content of a file: a block, so many times. */
export type Content = { block: Buffer; times: number };

/** Files of a type, of that many bytes or a little more, out of the demo's synthetic people. */
export function contentMaker(): (type: string, bytes: number) => Content {
  const people = population({ seed: 1, people: 100_000, epoch: EPOCH, visitsPerMinute: 1 });
  const blocks = new Map<string, Buffer>();
  return (type, bytes) => {
    const blockBytes = Math.min(bytes, BLOCK_BYTES);
    const name = `${type}/${blockBytes}`;
    const block = blocks.get(name) ?? blockOf(people.lines(type, { until: EPOCH }), blockBytes);
    blocks.set(name, block);
    return { block, times: Math.ceil(bytes / block.length) };
  };
}

const gzips = new WeakMap<Buffer, Buffer>();

/** The same as gzip: a member for each block, which together are one stream (RFC 1952, section 2.2). */
export function gzipped({ block, times }: Content): Content {
  if (times === 0) return { block: gzipSync(Buffer.alloc(0)), times: 1 };
  const member = gzips.get(block) ?? gzipSync(block);
  gzips.set(block, member);
  return { block: member, times };
}

function blockOf(lines: Iterable<string>, bytes: number): Buffer {
  const taken: Buffer[] = [];
  let length = 0;
  for (const line of lines) {
    const record = Buffer.from(`${line}\n`);
    taken.push(record);
    length += record.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(taken);
}
