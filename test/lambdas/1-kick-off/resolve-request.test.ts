import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRequest } from '../../../lambdas/1-kick-off/resolve-request.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Start } from '../../../lambdas/workflow/events.ts';
import {
  aRequest,
  aRequestRecord,
  aSource,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
} from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

const acme = aSource({
  exports: {
    nightly: { types: ['Patient'], schedule: 'cron(0 3 * * ? *)', timeZone: 'America/New_York' },
  },
});
const sources = { acme };
const event = (name?: string, more: Partial<Start> = {}) => ({
  exportId: EXPORT_ID,
  executionArn: EXECUTION_ARN,
  startedAt: NOW,
  start: { source: 'acme', ...(name && { export: name }), ...more },
});

test('a named export is stored without its schedule', async () => {
  const storage = memoryStorage();
  const asked = await resolveRequest(event('nightly'), { sources, storage });
  const request = aRequest({ types: ['Patient'] });
  assert.deepEqual(asked, { source: 'acme', request, begin: { kind: 'kick-off' } });
  assert.deepEqual(JSON.parse((await storage.read(keys.request))?.text ?? ''), asked);
});

test('a stored request wins over a named export', async () => {
  const storage = memoryStorage();
  const request = aRequest({ types: ['Condition'] });
  const asked = aRequestRecord({ request });
  await writeRecord(keys.request, asked, storage);
  assert.deepEqual(await resolveRequest(event('nightly'), { sources, storage }), asked);
  assert.deepEqual(await resolveRequest(event(), { sources, storage }), asked);
});

test('settings that change while an export runs do not change it', async () => {
  const storage = memoryStorage();
  const first = await resolveRequest(event('nightly'), { sources, storage });
  const changed = { acme: aSource({ exports: { nightly: {} } }) };
  assert.deepEqual(await resolveRequest(event('nightly'), { sources: changed, storage }), first);
});

const EARLIER = 'acme-20261121T030000Z-000001';
const STATUS = 'https://analytics.example/status/7';
const begun = async (start: Partial<Start>, storage = memoryStorage()) =>
  (await resolveRequest(event('nightly', start), { sources, storage })).begin;

test('an execution may be started with a job to adopt, and that is stored', async () => {
  const storage = memoryStorage();
  const adopt = { kind: 'adopt', statusUrl: STATUS };
  assert.deepEqual(await begun({ adopt: STATUS }, storage), adopt);
  assert.deepEqual(await begun({}, storage), adopt);
});

test('an export that resumes another has its request', async () => {
  const storage = memoryStorage();
  const request = aRequest({ types: ['Condition'] });
  await writeRecord(exportKeys(EARLIER).request, aRequestRecord({ request }), storage);
  const asked = await resolveRequest(event(undefined, { resume: EARLIER }), { sources, storage });
  const begin = { kind: 'resume', exportId: EARLIER };
  assert.deepEqual(asked, { source: 'acme', request, begin });
});

const both = { adopt: STATUS, resume: EARLIER };
const refusals: [string, Partial<Start>, RegExp][] = [
  ['two ways at once', both, /adopt, resume: give only one of them/],
  [
    'an export of the settings and one to resume',
    { resume: EARLIER, export: 'nightly' },
    /export, resume: give only one of them/,
  ],
  ['an export of another source', { resume: EARLIER, source: 'birch' }, /"birch" has no export/],
  ['an unknown export', { resume: 'acme-x' }, /"acme" has no export "acme-x"/],
];
for (const [what, start, message] of refusals)
  test(`to begin with ${what} is refused, and not stored`, async () => {
    const storage = memoryStorage();
    await writeRecord(exportKeys(EARLIER).request, aRequestRecord(), storage);
    const deps = { sources: { ...sources, birch: acme }, storage };
    await assert.rejects(resolveRequest(event(undefined, start), deps), {
      name: 'SettingsInvalid',
      message,
    });
    assert.equal(storage.objects.has(keys.request), false);
  });
