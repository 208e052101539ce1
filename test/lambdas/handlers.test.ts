import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDeps as kickOff } from '../../lambdas/1-kick-off/handler.ts';
import { withDeps as poll } from '../../lambdas/2-poll/handler.ts';
import { withDeps as plan } from '../../lambdas/3-plan/handler.ts';
import { withDeps as download } from '../../lambdas/4-download/handler.ts';
import { withDeps as publish } from '../../lambdas/5-publish/handler.ts';
import { withDeps as cleanUp } from '../../lambdas/clean-up/handler.ts';
import {
  aDownload,
  aManifest,
  aStart,
  BASE_URL,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../fakes/builders.ts';
import { NOW } from '../fakes/manual-clock.ts';
import { stepDeps } from '../fakes/step-deps.ts';

const context = { getRemainingTimeInMillis: () => 900_000 };
const step = { exportId: EXPORT_ID, source: 'acme' };
const plannedSoFar = { pages: 0, units: 0 };

const routes = {
  [`GET ${BASE_URL}/$export`]: { status: 202, headers: { 'content-location': STATUS_URL } },
  [`GET ${STATUS_URL}`]: [{ status: 202 }, { body: aManifest() }],
  'GET https://files.example/Patient_1.ndjson': { body: '{"resourceType":"Patient","id":"a"}\n' },
};

test('the handlers, called as the state machine calls them, land an export', async () => {
  const deps = stepDeps({ routes });
  const started = {
    exportId: EXPORT_ID,
    executionArn: EXECUTION_ARN,
    startedAt: NOW,
    start: aStart(),
  };
  const results = [
    await kickOff(deps)(started, context),
    await poll(deps)({ ...step, polls: 0, plannedSoFar }, context),
    await poll(deps)({ ...step, polls: 1, plannedSoFar }, context),
    await plan(deps)({ ...step, plannedSoFar }, context),
    await download(deps)(aDownload(), context),
    await publish(deps)(step, context),
  ];
  assert.deepEqual(results, [
    { kind: 'running', waitSeconds: 2 },
    { kind: 'running', waitSeconds: 2 },
    { kind: 'complete' },
    {
      ...{ files: 1, units: 1, unitsKey: keys.units(1), maxConcurrency: 4 },
      ...{ plannedSoFar: { pages: 1, units: 1 }, hasMorePages: false },
    },
    { kind: 'done', files: 1, bytes: 36 },
    {
      kind: 'published',
      quarantinedFiles: 0,
      transactionTime: '2026-11-22T02:59:00.000Z',
      files: 1,
      bytes: 36,
      lines: 1,
      complete: true,
    },
  ]);
});

const wrong: [string, (deps: ReturnType<typeof stepDeps>) => Promise<unknown>][] = [
  ['kick-off', (deps) => kickOff(deps)({ ...step, start: aStart() }, context)],
  ['poll', (deps) => poll(deps)(step, context)],
  ['plan', (deps) => plan(deps)({ ...step, polls: 0 }, context)],
  ['download', (deps) => download(deps)(step, context)],
  ['publish', (deps) => publish(deps)({ exportId: '../x', source: 'acme' }, context)],
  ['clean-up', (deps) => cleanUp(deps)(step, context)],
];
for (const [name, call] of wrong)
  test(`${name} refuses an event that is not its own, and does nothing`, async () => {
    const deps = stepDeps({ routes });
    await assert.rejects(call(deps), { name: 'SettingsInvalid' });
    assert.equal(deps.storage.objects.size, 0);
    assert.equal(deps.http.requests.length, 0);
  });
