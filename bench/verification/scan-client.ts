import { isUtf8 } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { crc32c } from '../../lambdas/ndjson/crc32c.ts';
import { contentScanner } from '../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import type { Source } from '../../lambdas/settings/source.ts';
import { median } from '../measure/median.ts';
import { contentMaker } from '../servers/content.ts';

const CONTENT_BYTES = 16 * 1024 ** 2;
const PIECE_BYTES = 64 * 1024;
const PASSES = 5;
const NEWLINE = 0x0a;

const { block } = contentMaker()('Observation', CONTENT_BYTES);
const pieces = Array.from({ length: Math.ceil(block.length / PIECE_BYTES) }, (_, i) =>
  block.subarray(i * PIECE_BYTES, (i + 1) * PIECE_BYTES),
);
const gzip = gzipSync(block);

const scanned = (verify: Source['verify']) => () => {
  const scanner = contentScanner('Observation', { verify, sizes: defaultSizes });
  for (const piece of pieces) scanner.write(piece);
  return scanner.end().lines > 0;
};

/** Each gives whether it found what it should, so that none is left out as useless. */
const CHECKS: Readonly<Record<string, () => boolean>> = {
  'CRC-32C': () => pieces.reduce((sum, piece) => crc32c(piece, sum), 0) !== 0,
  'UTF-8': () => isUtf8(block),
  newlines: () => pieces.every((piece) => newlinesIn(piece) > 0),
  'structural scan': scanned('structural'),
  'full scan': scanned('full'),
  gunzip: () => gunzipSync(gzip).length === block.length,
};

function newlinesIn(piece: Buffer): number {
  let found = 0;
  for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) found += 1;
  return found;
}

/** Processor time, of the middle pass. The first ones, which the compiler learns from, do not count. */
function secondsPerGigabyte(name: string, check: () => boolean): number {
  const passes = Array.from({ length: PASSES + 2 }, () => {
    const before = process.cpuUsage();
    if (!check()) throw new Error(`${name} did not find what it should`);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6 / (block.length / 1e9);
  });
  return median(passes.slice(2));
}

const told = Object.entries(CHECKS).map(([name, check]) => ({
  name,
  secondsPerGigabyte: secondsPerGigabyte(name, check),
}));
process.stdout.write(JSON.stringify(told));
