import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import { registeredPartitions } from '../../../local/laptop/lake-tables.ts';
import { BUCKET } from '../../../local/laptop/local-cloud.ts';
import { openLake, type Row } from '../../../local/queries/open-lake.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { attachmentContent } from '../../../local/servers/hl7/documents.ts';
import type { Hl7Options } from '../../../local/servers/hl7/options.ts';
import type { World } from '../world.ts';
import { type Hl7World, openHl7World } from './hl7-world.ts';

export const TYPES = ['Patient', 'DocumentReference'];
/** The attachment of the first document is inline; every second other one is a PDF. */
const COUNT = 9;
export const PDFS = ['bin-1', 'bin-3', 'bin-5', 'bin-7'];
export const TEXTS = ['bin-2', 'bin-4', 'bin-6', 'bin-8'];

type Of = {
  /** Settings of attachments; default: none. */
  attachments?: object | undefined;
  documents?: Partial<NonNullable<Hl7Options['documents']>>;
  server?: Partial<Hl7Options>;
  source?: object;
  secrets?: Record<string, string>;
  faults?: Fault[];
};

/** A server with nine documents, and a source that fetches their attachments. */
export const openAttachmentsWorld = (of: Of): Promise<Hl7World> => {
  const documents = { count: COUNT, links: 'absolute' as const, ...of.documents };
  const { attachments, faults = [], secrets = {} } = of;
  return openHl7World({
    server: () => ({ version: 'v3', documents, faults, ...of.server }),
    source: { bulkData: { version: 'v3' }, ...(attachments && { attachments }), ...of.source },
    secrets,
  });
};

/** The rows of the index, by the name of the attachment's Binary. */
export async function indexed(world: World): Promise<Record<string, Row>> {
  const partitions = await registeredPartitions(world.laptop.aws);
  const lake = await openLake({ directory: world.lake, bucket: BUCKET, partitions });
  try {
    const rows = await lake.query('SELECT * FROM attachments ORDER BY owner, nth');
    return Object.fromEntries(
      rows.map((row) => [String(row.url ?? row.owner).replace(/^.*\//, ''), row]),
    );
  } finally {
    lake.close();
  }
}

/** The Binaries of attachments with this outcome, in order. */
export const withOutcome = (rows: Record<string, Row>, outcome: string): string[] =>
  Object.keys(rows)
    .filter((name) => rows[name]?.outcome === outcome)
    .sort();

/** Proves that these Binaries, and no others, are stored byte for byte and indexed as stored. */
export async function assertStored(
  world: World,
  result: ExportResult,
  names: readonly string[],
): Promise<void> {
  assert.equal(result.error, null);
  const rows = await indexed(world);
  assert.deepEqual(withOutcome(rows, 'stored'), [...names].sort());
  for (const name of names) {
    const { key, bytes, export_id } = rows[name] ?? {};
    const { bytes: held } = attachmentContent(Number(name.slice('bin-'.length)));
    assert.deepEqual(readFileSync(join(world.lake, String(key))), held);
    assert.deepEqual([Number(bytes), export_id], [held.length, result.exportId]);
  }
}

/** The requested Binaries, in order, with repetitions. */
export const fetched = ({ server }: Hl7World): string[] =>
  binaries(server.requests).map(({ url }) => url.pathname.replace(/^.*\//, ''));

/** The requests for Binaries. */
export const binaries = (requests: Hl7World['server']['requests']) =>
  requests.filter(({ url }) => url.pathname.includes('/Binary/'));
