import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { apiWorld } from './api-world.ts';

test('what goes wrong inside is told to the log, and to the caller only that it did', async () => {
  const world = apiWorld();
  world.executions.start = () => Promise.reject(new Error('AccessDenied for role sluice'));
  const { statusCode, body } = await world.post({ source: 'birch' });
  assert.equal(statusCode, 500);
  assert.deepEqual(body, { error: 'InternalError' });
  assert.match(world.logged.join(), /api\.failed.*AccessDenied for role sluice/);
});

test('a paper that cannot be read is an error inside', async () => {
  const world = apiWorld();
  await world.storage.put(exportKeys('acme-1').commit, '{"files": "PHI-7"}');
  const { statusCode, body } = await world.get('acme-1');
  assert.equal(statusCode, 500);
  assert.doesNotMatch(JSON.stringify(body) + world.logged.join(), /PHI/);
});

test('an event that is no call of this API is an error inside', async () => {
  for (const event of [{}, { routeKey: '$default' }, { routeKey: 'GET /exports/{id}' }])
    assert.equal((await apiWorld().call(event)).statusCode, 500);
});

test('every answer is JSON that no one may keep', async () => {
  const { headers } = await apiWorld().get('acme-none');
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['cache-control'], 'no-store');
});

test('settings are read only for a call that starts an export', async () => {
  Object.assign(process.env, {
    AWS_REGION: 'eu-west-1',
    BUCKET: 'lake',
    STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Sluice',
    SOURCES_FILE: '/nowhere/sources.json',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  const { handler } = await import('../../../lambdas/api/handler.ts');
  const call = (event: object) => handler(event, Object({}));
  const asked = await call({ routeKey: 'GET /exports/{id}', pathParameters: { id: 'no id' } });
  assert.equal(asked.statusCode, 404);
  const started = await call({ routeKey: 'POST /exports', body: '{}', isBase64Encoded: false });
  assert.equal(started.statusCode, 500);
});
