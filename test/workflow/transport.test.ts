import assert from 'node:assert/strict';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Transport } from '../../lambdas/settings/sources.ts';
import { exportProcess } from './export-process.ts';
import { people, steOnLoopback } from './ste-on-loopback.ts';

/** The lake does not depend on the HTTP client that receives the files. */

/** The data of the only export in a lake, by type and part. */
const dataIn = (lake: string) =>
  globSync('fhir/{*,*/export_date=*}/export_id=*/part-*', { cwd: lake })
    .map(
      (key) =>
        [
          key.replace(/export_date=.*export_id=[^/]+\//, ''),
          readFileSync(join(lake, key), 'utf8'),
        ] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));

test('the standard transport lands the same bytes as the direct one', async (t) => {
  const ste = await steOnLoopback();
  t.after(() => ste.close());
  const settings = JSON.parse(readFileSync(ste.sourcesFile, 'utf8'));
  const exportOver = async (transport: Transport) => {
    rmSync(ste.lake, { recursive: true, force: true });
    writeFileSync(ste.sourcesFile, JSON.stringify({ ...settings, transport }));
    const { code, stdout, stderr } = await exportProcess(ste).ended;
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).status, 'published');
    return dataIn(ste.lake);
  };
  const direct = await exportOver('direct');
  assert.ok(direct.length >= people.types.length);
  assert.deepEqual(await exportOver('standard'), direct);
});

test('an unknown transport is refused before anything starts', async (t) => {
  const ste = await steOnLoopback();
  t.after(() => ste.close());
  const settings = JSON.parse(readFileSync(ste.sourcesFile, 'utf8'));
  writeFileSync(ste.sourcesFile, JSON.stringify({ ...settings, transport: 'standart' }));
  const { code, stderr } = await exportProcess(ste).ended;
  assert.equal(code, 2);
  assert.match(stderr, /sources\.json: transport: .*"direct"\|"standard"/);
  assert.deepEqual(globSync('**/*', { cwd: ste.lake }), []);
});
