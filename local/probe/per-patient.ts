import { CommitRecord } from '../../lambdas/lake/commit-records.ts';
import { exportKeys } from '../../lambdas/lake/keys.ts';
import { isLanded } from '../../lambdas/lake/receipt-records.ts';
import { findRecord } from '../../lambdas/lake/record.ts';
import { scopeOf } from '../../lambdas/lake/scope-records.ts';
import type { Storage } from '../../lambdas/lake/storage.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { population } from '../people/population.ts';
import type { PerPatient } from './estimate.ts';

const SAMPLE = { seed: 1, people: 40, visitsPerMinute: 0, epoch: new Date('2026-01-01T00:00:00Z') };

/**
 * The data of one patient in all types: from this source's last full export at system level with every
 * type, where the lake has one, else from 40 synthetic people. `basis` says which.
 */
export async function perPatient(
  source: string,
  storage: Pick<Storage, 'read' | 'list'>,
): Promise<PerPatient> {
  const own = await lastFullExport(source, storage);
  return own ? ofExport(own) : ofSyntheticPeople();
}

async function lastFullExport(source: string, storage: Pick<Storage, 'read' | 'list'>) {
  const everything = scopeOf(source, ExportRequest.parse({}));
  let last: CommitRecord | undefined;
  for await (const { key } of storage.list(`exports/${source}-`)) {
    if (key !== exportKeys(key.split('/')[1] ?? '').commit) continue;
    const commit = (await findRecord(key, CommitRecord, storage))?.record;
    const isWhole = commit?.scope === everything && commit.since === null;
    if (isWhole && patientsOf(commit) > 0) last = commit;
  }
  return last;
}

const patientsOf = ({ files }: CommitRecord) =>
  files
    .filter(isLanded)
    .reduce((sum, { type, lines }) => sum + (type === 'Patient' ? lines : 0), 0);

function ofExport(commit: CommitRecord): PerPatient {
  const patients = patientsOf(commit);
  return {
    records: commit.lines / patients,
    bytes: commit.bytes / patients,
    types: new Set(commit.files.map(({ type }) => type)).size,
    basis: `the full export ${commit.exportId} of this source`,
  };
}

function ofSyntheticPeople(): PerPatient {
  const people = population(SAMPLE);
  const everything = { until: SAMPLE.epoch };
  let records = 0;
  let bytes = 0;
  for (const type of people.types) {
    records += people.count(type, everything);
    for (const chunk of people.ndjson(type, everything)) bytes += chunk.length;
  }
  const { people: patients } = SAMPLE;
  const basis = `${patients} synthetic people, since no full export of this source is in the lake`;
  return {
    records: records / patients,
    bytes: bytes / patients,
    types: people.types.length,
    basis,
  };
}
