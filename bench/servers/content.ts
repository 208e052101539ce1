import { gzipSync } from 'node:zlib';
import { population } from '../../local/people/population.ts';

/** The generated content of a type; larger files repeat it. */
const BLOCK_BYTES = 16 * 1024 ** 2;
const EPOCH = new Date('2026-01-01T00:00:00Z');

/** The content of a file: a block that is repeated. */
export type Content = { block: Buffer; times: number };

/** Makes the content of a file of a type, with at least that many bytes, from synthetic people. */
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

const members = new WeakMap<Buffer, Buffer>();

/** The content as gzip, with one member for each block (RFC 1952, section 2.2). */
export function gzipped({ block, times }: Content): Content {
  if (times === 0) return { block: gzipSync(Buffer.alloc(0)), times: 1 };
  const member = members.get(block) ?? gzipSync(block);
  members.set(block, member);
  return { block: member, times };
}

function blockOf(lines: Iterable<string>, bytes: number): Buffer {
  const records: Buffer[] = [];
  let length = 0;
  for (const line of lines) {
    const record = Buffer.from(`${line}\n`);
    records.push(record);
    length += record.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(records);
}
