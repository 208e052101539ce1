import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { trustedIdentity } from '../../../fakes/self-signed.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { answered, CHUNKED, chunk, LAST_CHUNK, type Sent, sent, withLength } from './framed.ts';
import { positions, randomFile, splitAt } from './random-files.ts';
import { wireWorld } from './wire-world.ts';

/** Random files, splits and damage; a failure prints its seed, which repeats it. */

const identity = trustedIdentity();
const encoded = fc.constantFrom('identity', 'gzip');
const compress = fc.constantFrom('none', 'gzip', 'zstd');

const framed = (file: Sent, chunks: readonly number[] | undefined): Buffer => {
  if (!chunks) return withLength(file);
  const whole = splitAt(file.bytes, chunks).filter(({ length }) => length > 0);
  return answered(file, [CHUNKED], ...whole.map((each) => chunk(each)), LAST_CHUNK);
};

for (const [path, open] of TRANSPORTS)
  for (const secure of [undefined, identity])
    test(`${path}, ${secure ? 'https' : 'http'}: any file lands byte for byte, however it is framed, encoded and split (invariant 4, D3, D11, D12)`, async (context) => {
      const fetch = await wireWorld(context, { http: open(), secure });
      const chunks = fc.option(positions, { nil: undefined });
      await fc.assert(
        fc.asyncProperty(
          ...[randomFile, encoded, chunks, positions, compress],
          async ({ content, lines }, encoding, at, cuts, compressed) => {
            const bytes = splitAt(framed(sent(content, encoding), at), cuts);
            const ended = await fetch({ bytes }, { compress: compressed });
            assert.deepEqual([ended.end, ended.lines], ['landed', lines], ended.message);
            assert.ok(ended.content?.equals(content));
          },
        ),
        { numRuns: 60 },
      );
    });

/** A changed byte, or a missing end. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant('other byte'),
    at: fc.nat(1_000_000),
    by: fc.integer({ min: 1, max: 255 }),
  }),
  fc.record({ kind: fc.constant('cut'), at: fc.nat(1_000_000), by: fc.constant(0) }),
);
function damaged(
  bytes: Buffer,
  { kind, at, by }: { kind: string; at: number; by: number },
): Buffer {
  const position = at % bytes.length;
  if (kind === 'cut') return bytes.subarray(0, position);
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(position) ^ by, position);
  return copy;
}

for (const [path, open] of TRANSPORTS)
  test(`${path}: gzip with a changed byte, or without its end, is refused, or has the same content (D1)`, async (context) => {
    const fetch = await wireWorld(context, { http: open(), secure: undefined });
    let landed = 0;
    await fc.assert(
      fc.asyncProperty(randomFile, damage, async ({ content }, what) => {
        const bytes = damaged(gzipSync(content), what);
        const file = { bytes, headers: ['Content-Encoding: gzip'] };
        const ended = await fetch({ bytes: withLength(file) });
        assert.equal(ended.openUploads, 0);
        if (ended.end !== 'landed') return assert.equal(ended.objects.size, 0);
        landed += 1;
        assert.ok(ended.content?.equals(content));
      }),
      { numRuns: 150 },
    );
    // Time and system in gzip's header are no content, and few bytes.
    assert.ok(landed < 50, `${landed} landed`);
  });
