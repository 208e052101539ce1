import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailureRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys, scopeKeys } from '../../lambdas/lake/keys.ts';
import { findRecord, readRecord } from '../../lambdas/lake/record.ts';
import { LeaseRecord, scopeOf } from '../../lambdas/lake/scope-records.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import type { ExportResult } from '../../local/exports/export-result.ts';
import { registeredPartitions } from '../../local/laptop/lake-tables.ts';
import { people } from './one-up-servers.ts';
import type { World } from './world.ts';

/** A failed export and its request. */
type FailedExport = {
  result: ExportResult;
  source: string;
  request: Partial<ExportRequest>;
};

/**
 * Proves that an export failed cleanly: nothing of it is visible, its lease is free, the failure is recorded
 * and announced once, and none of that contains a secret. Gives the record.
 */
export async function assertCleanFailure(
  world: World,
  failed: FailedExport,
): Promise<FailureRecord> {
  const { result, source, request } = failed;
  const { exportId } = result;
  assert.equal(result.status, 'failed');
  assert.deepEqual(result.files, []);
  await assertNothingPublished(world, exportId);
  await assertLeaseIsFree(world, source, request, exportId);
  const { storage } = world.laptop.collaborators;
  const failure = await readRecord(exportKeys(exportId).failure, FailureRecord, storage);
  const { name, message } = failure;
  assert.deepEqual({ name, message }, result.error);
  const announced = eventsOf(world.lake, exportId);
  assert.deepEqual(
    announced.map((event) => JSON.parse(event)['detail-type']),
    ['Export failed'],
  );
  const history = JSON.stringify(world.laptop.measured(exportId)?.history);
  const units = await unitResults(world, exportId);
  const written = [message, JSON.stringify(failure), ...announced, history, ...units].join('\n');
  assertNothingSecret(written, request);
  return failure;
}

/** What Step Functions wrote about the units of the download: their inputs and failures. */
async function unitResults({ laptop }: World, exportId: string): Promise<string[]> {
  const { storage } = laptop.collaborators;
  const texts: string[] = [];
  for await (const { key } of storage.list(`${exportKeys(exportId).download}/`))
    texts.push((await storage.read(key))?.text ?? '');
  return texts;
}

async function assertNothingPublished({ laptop }: World, exportId: string) {
  const { storage } = laptop.collaborators;
  assert.equal(await storage.read(exportKeys(exportId).commit), undefined, 'no commit.json');
  const partitions = await registeredPartitions(laptop.aws);
  const own = partitions.filter(({ values }) => values.includes(exportId));
  assert.deepEqual(own, [], 'no partition');
  assert.deepEqual(await storage.openUploads('fhir/'), [], 'no open upload');
}

async function assertLeaseIsFree(
  { laptop }: World,
  source: string,
  request: Partial<ExportRequest>,
  exportId: string,
) {
  const { lease } = scopeKeys(source, scopeOf(source, ExportRequest.parse(request)));
  const found = await findRecord(lease, LeaseRecord, laptop.collaborators.storage);
  assert.deepEqual(found?.record, { kind: 'free', lastExportId: exportId });
}

/** The lines of the event log with this export. */
const eventsOf = (lake: string, exportId: string) =>
  readFileSync(join(lake, '.sluice', 'events.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line.includes(exportId));

/** Credentials and tokens of `oneUpServers`, the query of a URL, and fields that only a patient has. */
const SECRET =
  /test-client-word|first-refresh|(access|refresh)-\d+-for|\?_\w+=|Elm Street|mail\.example/;
const patientIds = people.patientIds(Number.POSITIVE_INFINITY);

function assertNothingSecret(text: string, { group }: Partial<ExportRequest>) {
  assert.equal(SECRET.exec(text)?.[0], undefined);
  assert.equal(
    patientIds.find((id) => text.includes(id)),
    undefined,
  );
  if (group !== undefined) assert.ok(!text.includes(group), 'no group id');
}
