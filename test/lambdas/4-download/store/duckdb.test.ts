import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { patient } from '../files.ts';
import { landCompressed } from './compressed-world.ts';
import { lakeOf } from './unpacked.ts';

const folder = await mkdtemp(join(tmpdir(), 'sluice-compressed-'));
after(() => rm(folder, { recursive: true }));

/** More than a block, so that the compressor gets several. */
const LINES = 4000;
const MANY = Buffer.from(Array.from({ length: LINES }, (_, i) => `${patient(`${i}`)}\n`).join(''));

for (const [encoding, end] of [
  ['gzip', '.ndjson.gz'],
  ['zstd', '.ndjson.zst'],
] as const)
  test(`DuckDB reads all lines of an object that is compressed as ${encoding}, and none of an empty one`, async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    for (const [body, lines] of [
      [MANY, LINES],
      [Buffer.alloc(0), 0],
    ] as const) {
      const { storage } = await landCompressed(body, encoding);
      const [[, stored] = ['', Buffer.alloc(0)], ...others] = lakeOf(storage);
      assert.equal(others.length, 0);
      const path = join(folder, `${lines}${end}`);
      await writeFile(path, stored);
      const sql = `SELECT count(DISTINCT id) FROM read_json('${path}', format = 'newline_delimited', columns = {id: 'VARCHAR'})`;
      assert.deepEqual((await connection.runAndReadAll(sql)).getRowsJS(), [[BigInt(lines)]]);
    }
    connection.closeSync();
  });
