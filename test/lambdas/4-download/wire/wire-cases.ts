import { gzipSync } from 'node:zlib';
import {
  answered,
  CHUNKED,
  chunk,
  halfOf,
  LAST_CHUNK,
  type Sent,
  type WireCase,
  withChunks,
  withLength,
} from './framed.ts';

const length = (bytes: Buffer) => `Content-Length: ${bytes.length}`;
/** The same file with other bytes, and their length. */
const replaced = (file: Sent, bytes: Buffer) => ({ bytes: withLength({ ...file, bytes }) });
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(copy.length + at) ^ 1, copy.length + at);
  return copy;
};

/** Faults of a body's transfer, and of gzip (D1, D2, D6). */
export const wireCases: WireCase[] = [
  { what: 'a length', answer: (file) => ({ bytes: withLength(file) }), ends: 'landed' },
  { what: 'chunks', answer: (file) => ({ bytes: withChunks(file) }), ends: 'landed' },
  {
    what: 'a length, and a close midway (D1)',
    answer: (file) => ({
      bytes: answered(file, [length(file.bytes)], halfOf(file)),
      ends: 'closed',
    }),
    ends: 'FileTruncated',
  },
  {
    what: 'a length, and a reset midway (D1)',
    answer: (file) => ({
      bytes: answered(file, [length(file.bytes)], halfOf(file)),
      ends: 'reset',
    }),
    ends: 'FileTruncated',
  },
  {
    what: 'chunks, and a close before the last one (D1)',
    answer: (file) => ({ bytes: answered(file, [CHUNKED], chunk(halfOf(file))), ends: 'closed' }),
    ends: 'FileTruncated',
  },
  {
    what: 'nothing but a close midway (D2)',
    only: 'identity',
    answer: (file) => ({
      bytes: answered(file, ['Connection: close'], halfOf(file)),
      ends: 'closed',
    }),
    ends: 'UnverifiableLength',
  },
  {
    what: 'nothing but a close midway, and no trailer (D2)',
    only: 'gzip',
    answer: (file) => ({
      bytes: answered(file, ['Connection: close'], halfOf(file)),
      ends: 'closed',
    }),
    ends: 'FileTruncated',
  },
  {
    what: 'nothing but a close, after the trailer of gzip (D2)',
    only: 'gzip',
    answer: (file) => ({
      bytes: answered(file, ['Connection: close'], file.bytes),
      ends: 'closed',
    }),
    ends: 'landed',
  },
  {
    what: 'truncated gzip, in complete chunks (D1)',
    only: 'gzip',
    answer: (file) => ({ bytes: answered(file, [CHUNKED], chunk(halfOf(file)), LAST_CHUNK) }),
    ends: 'FileTruncated',
  },
  {
    what: 'truncated gzip, and its truncated length (D1)',
    only: 'gzip',
    answer: (file) => replaced(file, halfOf(file)),
    ends: 'FileTruncated',
  },
  {
    what: 'gzip without a header that says so (D6)',
    only: 'gzip',
    answer: (file) => ({ bytes: withLength({ ...file, headers: [] }) }),
    ends: 'LineRefused',
  },
  {
    what: 'a header that says gzip, and plain bytes (D6)',
    only: 'identity',
    answer: (file) => ({ bytes: withLength({ ...file, headers: ['Content-Encoding: gzip'] }) }),
    ends: 'FileTruncated',
  },
  {
    what: 'gzip of two members',
    only: 'identity',
    answer: ({ bytes }) => {
      const members = [bytes.subarray(0, 1000), bytes.subarray(1000)].map((each) => gzipSync(each));
      return replaced({ bytes, headers: ['Content-Encoding: gzip'] }, Buffer.concat(members));
    },
    ends: 'landed',
  },
  {
    what: 'gzip, and garbage after it (D1)',
    only: 'gzip',
    answer: (file) => replaced(file, Buffer.concat([file.bytes, Buffer.from('GARBAGE')])),
    ends: 'FileTruncated',
  },
  {
    what: 'gzip, and a zero and another file after it (D1)',
    only: 'gzip',
    answer: (file) => replaced(file, Buffer.concat([file.bytes, Buffer.alloc(1), file.bytes])),
    ends: 'FileTruncated',
  },
  {
    what: 'gzip with a flipped bit in its CRC (D1)',
    only: 'gzip',
    answer: (file) => replaced(file, flipped(file.bytes, -6)),
    ends: 'FileTruncated',
  },
  {
    what: 'gzip with a flipped bit in its size (D1)',
    only: 'gzip',
    answer: (file) => replaced(file, flipped(file.bytes, -2)),
    ends: 'FileTruncated',
  },
];
