import { gzipSync } from 'node:zlib';
import { SMALL_MIB } from '../../../fakes/builders.ts';
import { type Sent, type WireCase, withLength } from './framed.ts';

/** Complete bodies that are no file. */

const plain = (text: string | Buffer, ...headers: string[]): Sent => ({
  bytes: Buffer.from(text),
  headers,
});
const answering = (file: Sent) => () => ({ bytes: withLength(file) });

const bodies: [string, Sent, string][] = [
  [
    'a gzip bomb (D5)',
    plain(gzipSync(Buffer.alloc(17 * SMALL_MIB, ' ')), 'Content-Encoding: gzip'),
    'FileNotNdjson',
  ],
  ['a login page (D8)', plain('<html>marker</html>'), 'LineRefused'],
  ['an OperationOutcome (D8)', plain('{"resourceType":"OperationOutcome"}\n'), 'LineRefused'],
  ['an empty object (D8)', plain('{}'), 'LineRefused'],
  ['bytes that are not UTF-8 (D13)', plain(Buffer.from([0x7b, 0xff, 0x7d, 0x0a])), 'LineRefused'],
];

export const contentCases: WireCase[] = [
  ...bodies.map(
    ([what, file, ends]): WireCase => ({
      ...{ what, only: 'identity', answer: answering(file), ends },
    }),
  ),
  ...(
    [
      ['gzip in capitals (D6)', 'gzip', 'GZIP', 'landed'],
      ['gzip by its old name (D6)', 'gzip', 'x-gzip', 'landed'],
      ['identity, by name (D6)', 'identity', 'identity', 'landed'],
      ['an encoding that was not requested (D6)', 'gzip', 'br', 'FileRefused'],
      ['two encodings (D6)', 'gzip', 'gzip, gzip', 'FileRefused'],
    ] as const
  ).map(
    ([what, only, encoding, ends]): WireCase => ({
      ...{ what, only, ends },
      answer: ({ bytes }) => answering({ bytes, headers: [`Content-Encoding: ${encoding}`] })(),
    }),
  ),
  {
    what: 'gzip of no bytes (D19)',
    only: 'gzip',
    answer: ({ headers }) => answering({ bytes: Buffer.alloc(0), headers })(),
    ends: 'FileTruncated',
  },
  {
    what: 'an HTML page (D7)',
    answer: (file) => {
      const bytes = withLength(file)
        .toString('latin1')
        .replace('application/fhir+ndjson', 'text/html');
      return { bytes: Buffer.from(bytes, 'latin1') };
    },
    ends: 'FileNotNdjson',
  },
];
