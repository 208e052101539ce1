import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Listening, listen } from '../../local/cloud/listen.ts';
import { createTables, registeredPartitions } from '../../local/laptop/lake-tables.ts';
import { DATABASE, localAws } from '../../local/laptop/local-cloud.ts';
import { noWaits } from '../fakes/storage-at.ts';
import { synthesized } from '../infra/template.ts';
import { cloudOver } from '../local/cloud/local-cloud.ts';
import { exportProcess } from './export-process.ts';
import { type SteOnLoopback, steOnLoopback } from './ste-on-loopback.ts';

/** A bucket that the command reaches by the SDK's standard configuration only, like one of AWS. */
const bucket = mkdtempSync(join(tmpdir(), 'sluice-bucket-'));
let server: SteOnLoopback;
let cloud: Listening;

before(async () => {
  server = await steOnLoopback();
  cloud = await listen(cloudOver(bucket));
});
after(async () => {
  await cloud.close();
  await server.close();
  rmSync(bucket, { recursive: true });
});

const partitions = () =>
  registeredPartitions(localAws({ kind: 'endpoint', url: cloud.url }, noWaits));

/** Exports into `s3://lake/raw`, in the command's own folder. */
function exportInto(lake: string, ...more: string[]) {
  const environment = {
    ...server.environment,
    AWS_ENDPOINT_URL: cloud.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test-client',
    AWS_SECRET_ACCESS_KEY: 'test-client',
  };
  return exportProcess({ ...server, lake, environment }, () => {}, more).ended;
}

test('files and records of an export land below the prefix of a bucket, without partitions', async () => {
  const { code, stdout, stderr } = await exportInto('s3://lake/raw');
  assert.equal(code, 0, stderr);
  const { exportId, files } = JSON.parse(stdout);
  assert.ok(files.length > 0);
  for (const { objects } of files)
    for (const { key, bytes } of objects)
      assert.equal(readFileSync(join(bucket, 'raw', key)).length, bytes);
  assert.ok(existsSync(join(bucket, `raw/exports/${exportId}/commit.json`)));
  assert.equal(globSync('raw/state/ste/*/last-commit.json', { cwd: bucket }).length, 1);
  assert.deepEqual(globSync('fhir/**', { cwd: bucket }), []);
  assert.match(stderr, /Download {2}files \d+\/\d+/);
});

test('the next export starts where the last commit in the bucket ended, and registers partitions in a named database', async () => {
  await createTables(synthesized, localAws({ kind: 'endpoint', url: cloud.url }, noWaits));
  assert.deepEqual(await partitions(), []);
  const { code, stdout, stderr } = await exportInto('s3://lake/raw', '--database', DATABASE);
  assert.equal(code, 0, stderr);
  assert.ok(JSON.parse(stdout).since);
  const locations = (await partitions()).map(({ location }) => location);
  assert.ok(locations.length > 0);
  for (const location of locations) assert.match(location, /^s3:\/\/lake\/raw\/fhir\//);
});

test('a missing bucket is reported before an export is requested, with exit status 2', async () => {
  const { code, stderr } = await exportInto('s3://another-bucket/raw');
  assert.equal(code, 2);
  assert.match(
    stderr,
    /--lake: the bucket another-bucket cannot be read: NoSuchBucket: .*; check the name/,
  );
});

test('a database without the tables is reported before an export is requested', async () => {
  const { code, stderr } = await exportInto('s3://lake/raw', '--database', 'another');
  assert.equal(code, 2);
  assert.match(stderr, /--database: a table of Sluice in another cannot be read: EntityNotFound/);
});
