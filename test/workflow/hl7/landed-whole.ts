import assert from 'node:assert/strict';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import { held, landed } from '../lake-content.ts';
import type { Hl7World } from './hl7-world.ts';
import { TYPES } from './types.ts';

/** An export is published, and what it landed is what the server holds, byte for byte. */
export function assertLandedWhole(world: Hl7World, result: ExportResult, types = TYPES): void {
  assert.equal(result.error, null);
  assert.equal(result.status, 'published');
  const until = new Date(result.transactionTime ?? '');
  const since = result.since === null ? {} : { since: new Date(result.since) };
  for (const type of types)
    assert.ok(landed(world.lake, result, type) === held(type, { ...since, until }), type);
}

/** The paths that were asked for of that kind, in order. */
export const asked = ({ server }: Hl7World, path: RegExp): string[] =>
  server.requests
    .filter(({ url }) => path.test(url.pathname))
    .map(({ method, url }) => `${method} ${url.pathname}`);
