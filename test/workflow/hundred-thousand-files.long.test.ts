import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const FILES = 100_000;

const Outcome = z.strictObject({
  status: z.string(),
  checksums: z.int(),
  seconds: z.number(),
  largestPayloadBytes: z.int(),
  longestHistory: z.int(),
});

test('100,000 files land, with small states and short histories (F1, F2)', async (t) => {
  const program = fileURLToPath(new URL('many-files.ts', import.meta.url));
  // In memory if possible: the workflow is measured, not the disk.
  const folder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const limit = { timeout: 10 * 60 * 1000, env: { ...process.env, TMPDIR: folder } };
  const { stdout } = await promisify(execFile)(process.execPath, [program, `${FILES}`], limit);
  const outcome = Outcome.parse(JSON.parse(stdout));
  const { seconds, largestPayloadBytes, longestHistory } = outcome;
  t.diagnostic(
    `${FILES} files in ${seconds.toFixed(0)} s; largest state ${largestPayloadBytes} bytes; ` +
      `longest history ${longestHistory} events`,
  );
  assert.equal(outcome.status, 'published');
  assert.equal(outcome.checksums, FILES, 'every file has landed');
  assert.ok(largestPayloadBytes <= 32 * 1024, `${largestPayloadBytes} bytes`);
  assert.ok(longestHistory < 20_000, `${longestHistory} events`);
});
