import fc from 'fast-check';

/** An answer as bytes in segments, and how the connection ends behind them. */
export type RandomAnswer = {
  segments: Buffer[];
  /** `open`: the server waits for the next request. */
  ends: 'closed' | 'reset' | 'open';
  /** What must come of it, where nothing about it is wrong. */
  right: { status: number; body: Buffer } | undefined;
};

type Built = { bytes: Buffer; right: RandomAnswer['right'] };
type Framing = 'length' | 'chunks' | 'connection' | 'nothing';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const often = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );

/** Content that may look like framing. */
const content = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('', '0\r\n\r\n', '5\r\nhello\r\n', '\n', 'HTTP/1.1 200 OK\r\n\r\n').map(latin1),
  fc.tuple(fc.nat(255), fc.nat(600)).map(([byte, length]) => Buffer.alloc(length, byte)),
);

const header = fc.constantFrom(
  ...['x-word: a', 'Content-Type: text/plain', 'ETag: "b"', 'set-cookie: c', 'x-word:', 'vary: *'],
  ...['connection: keep-alive', 'x-long: \u00e4\t\u00ff', 'date:now', 'keep-alive: timeout=5'],
);

/** Headers that change how a body ends, be they wrong or not. */
const odd = fc.constantFrom(
  ...['content-length: 5', 'content-length: 0', 'Content-Length: 5, 5', 'content-length: +5'],
  ...['content-length:', 'content-length: 5\t', 'content-length: 05', 'content-length: 1e1'],
  ...['content-length: 0x5', 'content-length: 9007199254740993', 'content-length : 5'],
  ...['transfer-encoding: chunked', 'transfer-encoding: gzip', 'transfer-encoding: gzip, chunked'],
  ...['transfer-encoding: chunked, gzip', 'transfer-encoding: xchunked', 'transfer-encoding:'],
  ...[
    'transfer-encoding: identity',
    'transfer-encoding: chunked;a=b',
    'Transfer-Encoding:\tCHUNKED',
  ],
  ...[
    'connection: close',
    'connection: upgrade',
    'upgrade: other',
    ' folded',
    'x y: a',
    ': a',
    'a',
  ],
);

const early = fc.constantFrom(
  ...['', '', '', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103\r\nlink: a\r\n\r\n'],
  ...['HTTP/1.1 102\r\ncontent-length: 3\r\n\r\n', 'HTTP/1.1 101\r\n\r\n', '\r\n'],
);
const RIGHT_EARLY = ['', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103\r\nlink: a\r\n\r\n'];

const chunking = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 }),
  extension: fc.constantFrom('', '', ';a', ';a=b', ';a="b;\\"c"', ';a;b=c'),
  trailers: fc.constantFrom('', '', 'x-sum: 1\r\n', 'x-sum: 1\r\nx-more:\r\n'),
  isCapital: fc.boolean(),
});
type Chunking = typeof chunking extends fc.Arbitrary<infer Of> ? Of : never;

function inChunks(body: Buffer, { sizes, extension, trailers, isCapital }: Chunking): Buffer {
  const cuts = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
  const inside = cuts.filter((cut) => cut < body.length);
  const parts = [0, ...inside]
    .map((from, i) => body.subarray(from, inside[i] ?? body.length))
    .filter((part) => part.length > 0)
    .map((part) => {
      const size = part.length.toString(16);
      const line = `${isCapital ? size.toUpperCase() : size}${extension}\r\n`;
      return Buffer.concat([latin1(line), part, latin1('\r\n')]);
    });
  return Buffer.concat([...parts, latin1(`0${extension}\r\n${trailers}\r\n`)]);
}

const framed: Record<Framing, (body: Buffer, chunks: Chunking) => [line: string[], bytes: Buffer]> =
  {
    length: (body) => [[`content-length: ${body.length}`], body],
    chunks: (body, chunks) => [['transfer-encoding: chunked'], inChunks(body, chunks)],
    connection: (body) => [[], body],
    nothing: () => [['content-length: 0'], Buffer.alloc(0)],
  };

/** An answer of which nothing is wrong, unless it has an odd header or one odd version, status or beginning. */
const built: fc.Arbitrary<Built & { framing: Framing }> = fc
  .record({
    version: often('1.1', '1.0', '1.2', '2.0'),
    status: often(200, 204, 206, 304, 404, 205, 100, 101, 503),
    reason: fc.constantFrom(' OK', ' OK', '', ' ', ' \u00e4\tb'),
    before: early,
    headers: fc.array(header, { maxLength: 3 }),
    odds: fc.array(odd, { maxLength: 2 }),
    hasOdds: fc.integer({ min: 0, max: 3 }),
    framing: fc.constantFrom<Framing>(
      'length',
      'length',
      'chunks',
      'chunks',
      'connection',
      'nothing',
    ),
    body: content,
    chunks: chunking,
  })
  .map((of) => {
    const hasNone = of.status === 204 || of.status === 304;
    const [lines, rest] = framed[of.framing](of.body, of.chunks);
    const odds = of.hasOdds === 0 ? of.odds : [];
    const head = [`HTTP/${of.version} ${of.status}${of.reason}`, ...of.headers, ...lines, ...odds];
    const bytes = Buffer.concat([
      latin1(`${of.before}${head.join('\r\n')}\r\n\r\n`),
      hasNone ? Buffer.alloc(0) : rest,
    ]);
    const isRight =
      odds.length === 0 &&
      (of.version === '1.1' || (of.version === '1.0' && of.framing !== 'chunks')) &&
      of.status >= 200 &&
      RIGHT_EARLY.includes(of.before);
    const body = hasNone || of.framing === 'nothing' ? Buffer.alloc(0) : of.body;
    return { bytes, framing: of.framing, right: isRight ? { status: of.status, body } : undefined };
  });

/** One byte replaced, put in or left out; a stretch of bytes that comes again; all from somewhere missing. */
const change = fc.oneof(
  fc.record({
    kind: fc.constantFrom('replace', 'insert', 'remove'),
    at: fc.nat(400),
    by: fc.oneof(
      fc.constantFrom(...'\0\t\n\r :;,"0159afHx=\u00e9\u00ff').map((c) => latin1(c)[0] ?? 0),
      fc.nat(255),
    ),
  }),
  fc.record({ kind: fc.constantFrom('repeat', 'cut'), at: fc.nat(400), by: fc.nat(40) }),
);

function changed(
  bytes: Buffer,
  { kind, at, by }: { kind: string; at: number; by: number },
): Buffer {
  const place = at % (bytes.length + 1);
  const before = bytes.subarray(0, place);
  const rest = bytes.subarray(place);
  if (kind === 'insert') return Buffer.concat([before, Buffer.from([by]), rest]);
  if (kind === 'remove') return Buffer.concat([before, rest.subarray(1)]);
  if (kind === 'replace') return Buffer.concat([before, Buffer.from([by]), rest.subarray(1)]);
  if (kind === 'repeat') return Buffer.concat([before, rest.subarray(0, by), rest]);
  return before;
}

function inSegments(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [0, ...cuts]
    .map((from, i) => bytes.subarray(from, cuts[i] ?? bytes.length))
    .filter((segment) => segment.length > 0);
}

/** Answers, right and wrong, cut anywhere. */
export const randomAnswer: fc.Arbitrary<RandomAnswer> = fc
  .record({
    built,
    changes: fc.array(change, { maxLength: 3 }),
    places: fc.array(fc.nat(4000), { maxLength: 6 }),
    ends: fc.constantFrom('closed', 'closed', 'open', 'reset'),
  })
  .map(({ built: { bytes, framing, right }, changes, places, ends }) => {
    const isDecided = ends === 'closed' || framing !== 'connection';
    return {
      segments: inSegments(changes.reduce(changed, bytes), places),
      ends,
      right: changes.length === 0 && isDecided ? right : undefined,
    };
  });
