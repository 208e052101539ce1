import { gzipSync } from 'node:zlib';
import { SMALL_MIB } from '../../../fakes/small-sizes.ts';
import { type Sent, withLength } from './framed.ts';
import type { WireCase } from './wire-case.ts';

/** Bodies that come whole and are no file. */

const plain = (text: string | Buffer, ...headers: string[]): Sent => ({
  bytes: Buffer.from(text),
  headers,
});
const answering = (file: Sent) => () => ({ bytes: withLength(file) });

const bodies: [string, Sent, string][] = [
  [
    'D5: a gzip bomb',
    plain(gzipSync(Buffer.alloc(17 * SMALL_MIB, ' ')), 'Content-Encoding: gzip'),
    'FileNotNdjson',
  ],
  ['D8: a login page', plain('<html>marker</html>'), 'LineRefused'],
  ['D8: an OperationOutcome', plain('{"resourceType":"OperationOutcome"}\n'), 'LineRefused'],
  ['D8: an empty object', plain('{}'), 'LineRefused'],
  ['D13: bytes that are not UTF-8', plain(Buffer.from([0x7b, 0xff, 0x7d, 0x0a])), 'LineRefused'],
];

export const contentCases: WireCase[] = [
  ...bodies.map(
    ([what, file, ends]): WireCase => ({
      ...{ what, only: 'identity', answer: answering(file), ends },
    }),
  ),
  ...(
    [
      ['D6: gzip in capitals', 'gzip', 'GZIP', 'landed'],
      ['D6: gzip by its old name', 'gzip', 'x-gzip', 'landed'],
      ['D6: no encoding, by name', 'identity', 'identity', 'landed'],
      ['D6: an encoding that nobody asked for', 'gzip', 'br', 'FileRefused'],
      ['D6: two encodings', 'gzip', 'gzip, gzip', 'FileRefused'],
    ] as const
  ).map(
    ([what, only, encoding, ends]): WireCase => ({
      ...{ what, only, ends },
      answer: ({ bytes }) => answering({ bytes, headers: [`Content-Encoding: ${encoding}`] })(),
    }),
  ),
  {
    what: 'D19: gzip of no bytes',
    only: 'gzip',
    answer: ({ headers }) => answering({ bytes: Buffer.alloc(0), headers })(),
    ends: 'FileTruncated',
  },
  {
    what: 'D7: a page of HTML',
    answer: (file) => {
      const bytes = withLength(file)
        .toString('latin1')
        .replace('application/fhir+ndjson', 'text/html');
      return { bytes: Buffer.from(bytes, 'latin1') };
    },
    ends: 'FileNotNdjson',
  },
];
