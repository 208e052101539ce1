import { isUtf8 } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { crc32c } from '../../lambdas/ndjson/crc32c.ts';
import { contentScanner } from '../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import { median } from '../measure/run-measured.ts';
import { contentMaker } from '../servers/content.ts';

const CONTENT_BYTES = 16 * 1024 ** 2;
const CHUNK_BYTES = 64 * 1024;
const PASSES = 5;
const NEWLINE = 0x0a;

const { block } = contentMaker()('Observation', CONTENT_BYTES);
const chunks = Array.from({ length: Math.ceil(block.length / CHUNK_BYTES) }, (_, i) =>
  block.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
);
const gzip = gzipSync(block);

const scanned = (verify: Source['verify']) => () => {
  const scanner = contentScanner('Observation', { verify, sizes: defaultSizes });
  for (const chunk of chunks) scanner.write(chunk);
  return scanner.end().lines > 0;
};

/** Each check returns a result, so that the compiler cannot drop its work. */
const CHECKS: Readonly<Record<string, () => boolean>> = {
  'CRC-32C': () => chunks.reduce((sum, chunk) => crc32c(chunk, sum), 0) !== 0,
  'UTF-8': () => isUtf8(block),
  newlines: () => chunks.every((chunk) => newlinesIn(chunk) > 0),
  'structural scan': scanned('structural'),
  'full scan': scanned('full'),
  gunzip: () => gunzipSync(gzip).length === block.length,
};

function newlinesIn(chunk: Buffer): number {
  let found = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) found += 1;
  return found;
}

/** CPU time, the median of the passes. The first two passes warm up the compiler. */
function secondsPerGigabyte(name: string, check: () => boolean): number {
  const passes = Array.from({ length: PASSES + 2 }, () => {
    const before = process.cpuUsage();
    if (!check()) throw new Error(`${name} has a wrong result`);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6 / (block.length / 1e9);
  });
  return median(passes.slice(2));
}

const results = Object.entries(CHECKS).map(([name, check]) => ({
  name,
  secondsPerGigabyte: secondsPerGigabyte(name, check),
}));
process.stdout.write(JSON.stringify(results));
