import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualSizes } from '../../../../lambdas/runtime/sizes.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { incompressiblePatients } from '../store/compressed-world.ts';
import { type Encoded, sent, withChunks, withLength } from './framed.ts';
import { wireWorld } from './wire-world.ts';

/** Of several parts and blocks, so that whoever stores, decodes or compresses makes the wire wait. */
const CONTENT = incompressiblePatients(20 * 1024 ** 2, 100_000);
const AS_IT_CAME = /part-00001\.ndjson(\.gz)?$/;

const framings = { 'a length': withLength, chunks: withChunks };
for (const [path, open] of TRANSPORTS)
  for (const [framing, framed] of Object.entries(framings))
    test(`${path}: a large file with ${framing} lies as it came, or compressed, and is the source’s bytes`, async (context) => {
      const fetch = await wireWorld(context, { http: open(), sizes: usualSizes });
      for (const [encoded, compress] of [
        ['identity', 'none'],
        ['gzip', 'none'],
        ['identity', 'zstd'],
      ] satisfies [Encoded, 'none' | 'zstd'][]) {
        const file = sent(CONTENT, encoded);
        const ended = await fetch({ bytes: framed(file) }, { compress });
        assert.equal(ended.end, 'landed', ended.message);
        assert.ok(ended.content?.equals(CONTENT));
        assert.equal(ended.openUploads, 0);
        const [[key, stored] = ['']] = ended.objects;
        assert.equal(AS_IT_CAME.test(key), compress === 'none');
        if (compress === 'none') assert.ok(stored?.equals(file.bytes));
      }
    });
