import { answered, type Sent, type WireCase, withLength } from './framed.ts';

/** Odd or hostile heads before a valid body. */

const inHead = (file: Sent, ...lines: string[]) => ({
  bytes: answered(file, [...lines, `Content-Length: ${file.bytes.length}`], file.bytes),
});
/** The same answer with a rewritten head. */
const rewritten = (file: Sent, rewrite: (head: string) => string) => {
  const bytes = withLength(file);
  const end = bytes.indexOf('\r\n\r\n') + 4;
  const head = rewrite(bytes.toString('latin1', 0, end));
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), bytes.subarray(end)]) };
};
const before = (file: Sent, heads: string) => rewritten(file, (head) => heads + head);

export const headCases: WireCase[] = [
  {
    what: 'headers in lower case',
    answer: (file) => rewritten(file, (head) => head.toLowerCase().replace('http/', 'HTTP/')),
    ends: 'landed',
  },
  {
    what: 'headers in upper case',
    answer: (file) =>
      rewritten(file, (head) => head.replace(/^[\w-]+(?=:)/gm, (name) => name.toUpperCase())),
    ends: 'landed',
  },
  {
    what: 'a status without a reason',
    answer: (file) => rewritten(file, (head) => head.replace(' OK', '')),
    ends: 'landed',
  },
  {
    what: 'a flood of 1xx',
    answer: (file) => before(file, 'HTTP/1.1 100\r\n\r\n'.repeat(20_000)),
    ends: 'landed',
  },
  {
    what: '900 headers',
    answer: (file) => inHead(file, ...Array.from({ length: 900 }, (_, i) => `x-${i}: a`)),
    ends: 'landed',
  },
  ...(
    [
      ['a folded header', ['X-Word: a', ' b']],
      ['a header of 100 KB', [`X-Long: ${'a'.repeat(100_000)}`]],
      ['20,000 headers', Array.from({ length: 20_000 }, (_, i) => `x-${i}: a`)],
      ['a header without a name', [': a']],
      ['a header without a colon', ['hello']],
      ['a space before a colon', ['X-Word : a']],
      ['a zero byte in a header', ['X-Word: a\0b']],
      ['another transfer coding', ['Transfer-Encoding: gzip']],
    ] as const
  ).map(
    ([what, lines]): WireCase => ({
      what: `${what} (D1)`,
      answer: (file) => ({ ...inHead(file, ...lines), ends: 'closed' }),
      ends: 'ServerUnavailable',
    }),
  ),
  ...(
    [
      ['LF without CR at line ends', (head) => head.replaceAll('\r', '')],
      ['another version of HTTP', (head) => head.replace('1.1', '3.0')],
      ['another protocol', (head) => head.replace('HTTP/1.1 200 OK', '220 mail ready')],
      ['a head without an end', (head) => head.slice(0, -2)],
    ] as const satisfies [string, (head: string) => string][]
  ).map(
    ([what, rewrite]): WireCase => ({
      what: `${what} (D1)`,
      answer: (file) => ({ ...rewritten(file, rewrite), ends: 'closed' }),
      ends: 'ServerUnavailable',
    }),
  ),
  {
    what: 'a change of protocol (D1)',
    answer: (file) => rewritten(file, (head) => head.replace('200 OK', '101 Switching Protocols')),
    ends: 'ServerUnavailable',
  },
  ...(['204 No Content', '206 Partial Content', '201 Created'] as const).map(
    (status): WireCase => ({
      what: `${status} to a request for the whole file (D15)`,
      answer: (file) => ({
        ...rewritten(file, (head) => head.replace('200 OK', status)),
        ends: 'closed',
      }),
      ends: 'FileRefused',
    }),
  ),
];
