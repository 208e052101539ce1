import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedRequest, resolveRequest } from '../../../lambdas/1-kick-off/resolve-request.ts';
import { writeRecord } from '../../../lambdas/shared/records/record.ts';
import { aRequest, aSource, aStart, EXECUTION_ARN, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const acme = aSource({
  exports: {
    nightly: { types: ['Patient'], schedule: 'cron(0 3 * * ? *)', timeZone: 'America/New_York' },
    members: { level: 'group', group: 'a', mode: 'full' },
  },
});
const sources = { acme };
const event = (name?: string) => ({
  exportId: EXPORT_ID,
  executionArn: EXECUTION_ARN,
  start: { source: 'acme', ...(name && { export: name }) },
});

test('an export that the settings name is written down, without its schedule', async () => {
  const storage = memoryStorage();
  const request = await resolveRequest(event('nightly'), { sources, storage });
  assert.deepEqual(request, { level: 'system', types: ['Patient'], mode: 'incremental' });
  assert.deepEqual(JSON.parse((await storage.read(keys.request))?.text ?? ''), {
    source: 'acme',
    request,
  });
});

test('a request that was written before counts, whatever is named', async () => {
  const storage = memoryStorage();
  const request = aRequest({ types: ['Condition'] });
  await writeRecord(keys.request, { source: 'acme', request }, storage);
  assert.deepEqual(await resolveRequest(event('nightly'), { sources, storage }), request);
  assert.deepEqual(await resolveRequest(event(), { sources, storage }), request);
});

test('settings that change while an export runs do not change it', async () => {
  const storage = memoryStorage();
  const first = await resolveRequest(event('nightly'), { sources, storage });
  const changed = { acme: aSource({ exports: { nightly: {} } }) };
  assert.deepEqual(await resolveRequest(event('nightly'), { sources: changed, storage }), first);
});

test('a named export keeps level, group and mode', () => {
  const named = namedRequest('acme', 'members', sources);
  assert.deepEqual(named, { level: 'group', group: 'a', types: [], mode: 'full' });
});

for (const name of [undefined, '', 'weekly', 'toString', '__proto__'])
  test(`an export named ${name} is not in the settings`, () => {
    assert.throws(() => namedRequest('acme', name, sources), {
      name: 'SettingsInvalid',
      message: `source "acme" has no export "${name ?? ''}"`,
    });
  });

test('a source that is not in the settings has no exports', () => {
  const { start } = { start: aStart({ source: 'birch' }) };
  assert.throws(() => namedRequest(start.source, start.export, sources), {
    message: /no source "birch"/,
  });
});
