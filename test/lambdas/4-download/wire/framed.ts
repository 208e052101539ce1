import { gzipSync } from 'node:zlib';
import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { head } from '../../http/both-transports.ts';

/** A file as it is sent, and the header that names its encoding, if it has one. */
export type Sent = { bytes: Buffer; headers: string[] };

export type Encoded = 'identity' | 'gzip';

export const sent = (content: Buffer, encoded: Encoded): Sent =>
  encoded === 'gzip'
    ? { bytes: gzipSync(content, { level: 1 }), headers: ['Content-Encoding: gzip'] }
    : { bytes: content, headers: [] };

/** The head of a file's answer. */
const headOf = ({ headers }: Sent, ...lines: string[]): Buffer =>
  Buffer.from(head('Content-Type: application/fhir+ndjson', ...headers, ...lines), 'latin1');

/** The head, followed by any bytes. */
export const answered = (file: Sent, lines: string[], ...rest: (Buffer | string)[]): Buffer =>
  Buffer.concat([headOf(file, ...lines), ...rest.map((each) => Buffer.from(each))]);

export const withLength = (file: Sent, length: number | string = file.bytes.length): Buffer =>
  answered(file, [`Content-Length: ${length}`], file.bytes);

export const CHUNKED = 'Transfer-Encoding: chunked';
export const LAST_CHUNK = '0\r\n\r\n';

export const chunk = (bytes: Buffer, extension = ''): Buffer =>
  Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}${extension}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ]);

/** In two chunks. */
export const inChunks = ({ bytes }: Sent, at = bytes.length >> 1): Buffer =>
  Buffer.concat([chunk(bytes.subarray(0, at)), chunk(bytes.subarray(at))]);

export const withChunks = (file: Sent): Buffer =>
  answered(file, [CHUNKED], inChunks(file), LAST_CHUNK);

export const halfOf = ({ bytes }: Sent): Buffer => bytes.subarray(0, bytes.length >> 1);

/** An odd or faulty answer. */
export type WireCase = {
  what: string;
  /** The answer to a request for that file. */
  answer(file: Sent): RawAnswer;
  /** The encoding that the case is about; default: both. */
  only?: Encoded;
  /** `landed`, byte for byte, or an error's name; for each transport if they differ. */
  ends: string | { standard: string; direct: string };
};
