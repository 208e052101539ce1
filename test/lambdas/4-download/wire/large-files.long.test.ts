import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSizes } from '../../../../lambdas/runtime/sizes.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { incompressiblePatients } from '../store/compressed-world.ts';
import { type Encoded, sent, withChunks, withLength } from './framed.ts';
import { wireWorld } from './wire-world.ts';

/** Of several parts and blocks, so that storing, decoding and compressing cause back-pressure. */
const CONTENT = incompressiblePatients(20 * 1024 ** 2, 100_000);
const RAW_KEY = /part-00001\.ndjson(\.gz)?$/;

const framings = { 'a length': withLength, chunks: withChunks };
for (const [path, open] of TRANSPORTS)
  for (const [framing, framed] of Object.entries(framings))
    test(`${path}: a large file with ${framing} is stored raw or compressed, with the server’s bytes`, async (context) => {
      const fetch = await wireWorld(context, { http: open(), sizes: defaultSizes });
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
        assert.equal(RAW_KEY.test(key), compress === 'none');
        if (compress === 'none') assert.ok(stored?.equals(file.bytes));
      }
    });
