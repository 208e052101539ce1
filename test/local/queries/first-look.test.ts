import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { ExportLogLine } from '../../../lambdas/lake/commit-records.ts';
import { firstLook } from '../../../local/queries/first-look.ts';
import { tinyLake } from './tiny-lake.ts';

const [landed, patients, conditions] = firstLook.map((look) => look.sql);

type Logged = {
  exportId: string;
  source: string;
  at: string;
  type: string;
  lines: number;
  subsetted?: boolean;
};

const logLine = ({ exportId, source, at, type, lines, ...more }: Logged): ExportLogLine => ({
  source,
  scope: 'system',
  resource_type: type,
  key: `fhir/${type}/export_date=${at.slice(0, 10)}/export_id=${exportId}/part-00001.ndjson`,
  position: 1,
  bytes: lines * 1_250_000,
  lines,
  checksum: `sha256:${'0'.repeat(64)}`,
  transaction_time: at,
  since: null,
  export_date: at.slice(0, 10),
  committed_at: at,
  complete: true,
  subsetted: false,
  ...more,
});

/** Two exports of one source, one of another, and one whose log is not there yet. */
function threeExports(t: TestContext) {
  const lake = tinyLake(t);
  const land = (exportId: string, type: string, resources: object[]) =>
    lake.land({ type, date: '2026-03-02', exportId }, resources);
  land('ste-1', 'Patient', [
    { id: 'p1', gender: 'female', birthDate: '1949-05-01' },
    { id: 'p2', gender: 'male', birthDate: '1951' },
    { id: 'p3', gender: 'male', birthDate: '1958-12' },
  ]);
  land('ste-2', 'Patient', [
    { id: 'p1', gender: 'other', birthDate: '1950-05-01' },
    { id: 'p4', gender: 'female' },
  ]);
  land('mte-1', 'Patient', [{ id: 'p1', gender: 'female', birthDate: '1949-05-01' }]);
  land('half', 'Patient', [{ id: 'p9', gender: 'female', birthDate: '1900-01-01' }]);
  const subject = (id: string) => ({ subject: { reference: `Patient/${id}` } });
  const diabetes = { text: 'Diabetes' };
  const asthma = { coding: [{ code: '195967001', display: 'Asthma' }, { display: 'not this' }] };
  land('ste-1', 'Condition', [
    { id: 'c1', code: diabetes, ...subject('p1') },
    { id: 'c2', code: diabetes, ...subject('p1') },
    { id: 'c3', code: asthma, ...subject('p1') },
    { id: 'c4', ...subject('p2') },
  ]);
  land('ste-2', 'Condition', [{ id: 'c2', code: asthma, ...subject('p2') }]);
  land('mte-1', 'Condition', [{ id: 'c1', code: asthma, ...subject('p1') }]);
  return lake;
}

function withLogs(t: TestContext) {
  const lake = threeExports(t);
  const ste1 = { exportId: 'ste-1', source: 'ste', at: '2026-03-03T01:30:00+01:00' };
  const ste2 = { exportId: 'ste-2', source: 'ste', at: '2026-03-03T00:45:00Z' };
  const mte1 = { exportId: 'mte-1', source: 'mte', at: '2026-03-02T01:00:00Z' };
  lake.log('ste-1', [
    logLine({ ...ste1, type: 'Patient', lines: 2 }),
    logLine({ ...ste1, type: 'Patient', lines: 1 }),
    logLine({ ...ste1, type: 'Condition', lines: 4 }),
  ]);
  lake.log('ste-2', [
    logLine({ ...ste2, type: 'Patient', lines: 2 }),
    logLine({ ...ste2, type: 'Condition', lines: 1 }),
  ]);
  lake.log('mte-1', [
    logLine({ ...mte1, type: 'Patient', lines: 1 }),
    logLine({ ...mte1, type: 'Condition', lines: 1 }),
  ]);
  return lake;
}

test('what has landed is counted from the log, by type: several objects at one position are one file', async (t) => {
  const of = { sources: 2n, exports: 3n };
  assert.deepEqual(await withLogs(t).ask(landed ?? ''), [
    { resource_type: 'Condition', ...of, files: 3n, objects: 3n, resources: 6n, stored_mb: 7.5 },
    { resource_type: 'Patient', ...of, files: 3n, objects: 4n, resources: 6n, stored_mb: 7.5 },
  ]);
});

test('patients count once per source in their newest version, offsets of times included', async (t) => {
  assert.deepEqual(await withLogs(t).ask(patients ?? ''), [
    { born: '1940s', female: 1n, male: 0n, other: 0n, patients: 1n },
    { born: '1950s', female: 0n, male: 2n, other: 1n, patients: 3n },
    { born: 'unknown', female: 1n, male: 0n, other: 0n, patients: 1n },
  ]);
});

test('conditions are named by their text, else by their first coding, and count patients', async (t) => {
  assert.deepEqual(await withLogs(t).ask(conditions ?? ''), [
    { condition: 'Asthma', patients: 3n, records: 3n },
    { condition: 'Diabetes', patients: 1n, records: 1n },
    { condition: 'unknown', patients: 1n, records: 1n },
  ]);
});

test('resources with some elements only do not replace complete ones (rule 42)', async (t) => {
  const lake = withLogs(t);
  const before = await lake.ask(patients ?? '');
  const exportId = 'ste-3';
  lake.land({ type: 'Patient', date: '2026-03-02', exportId }, [{ id: 'p1' }, { id: 'p5' }]);
  const at = '2026-03-04T00:00:00Z';
  const line = { exportId, source: 'ste', at, type: 'Patient', lines: 2 };
  lake.log(exportId, [logLine({ ...line, subsetted: true })]);
  assert.deepEqual(await lake.ask(patients ?? ''), before);
});

test('an export that is registered but not yet in export_log does not count', async (t) => {
  const lake = threeExports(t);
  assert.deepEqual(await lake.ask(patients ?? ''), []);
  assert.deepEqual(await lake.ask(conditions ?? ''), []);
});
