import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scripted } from '../fakes/scripted-http.ts';
import { canaryWorld, MARKERS, type Outputs, runExport } from './canary-world.ts';

/** No secret and no patient in what leaves: errors, logs, states, announcements (invariant 6). */

function assertNoMarker(outputs: Outputs) {
  const text = JSON.stringify(outputs);
  for (const marker of MARKERS) assert(!text.includes(marker), `${marker} in ${text}`);
}

const outcome = {
  body: '{"resourceType":"OperationOutcome","issue":[{"code":"exception","diagnostics":"PHI-marker"}]}',
};
const page = {
  headers: { 'content-type': 'text/html; PHI-marker' },
  body: '<html>PHI-marker</html>',
};
const away = { headers: { location: 'http://evil.example/PHI-marker?token=PHI-marker' } };
const answers: [string, Scripted][] = [
  ['400', { ...outcome, status: 400 }],
  ['401', { ...outcome, status: 401 }],
  ['403', { ...outcome, status: 403 }],
  ['404', { ...outcome, status: 404 }],
  ['429', { ...outcome, status: 429, headers: { 'retry-after': 'PHI-marker' } }],
  ['500', { ...outcome, status: 500 }],
  ['302 to plain http', { ...away, status: 302 }],
  ['an outcome with 200', outcome],
  ['a login page', page],
  ['half a body', { body: '{"PHI-marker":"PHI-marker', cut: true }],
  ['lines of another type', { body: '{"resourceType":"Basic","text":"PHI-marker"}\n' }],
  ['text', { body: 'PHI-marker' }],
  ['a status nobody knows', { body: '{"status":"PHI-marker"}' }],
  ['a failed job', { body: '{"status":"Failed","message":"PHI-marker"}' }],
  ['a list that lacks its fields', { body: '{"output":[{"type":"PHI-marker"}]}' }],
  [
    'a list of foreign links',
    {
      body: '{"transactionTime":"2026-11-22T02:00:00Z","output":[{"type":"Patient","file":"https://evil.example/PHI-marker"}]}',
    },
  ],
  [
    'a list with another request',
    {
      body: '{"transactionTime":"2026-11-22T02:00:00Z","request":"/Group/PHI-marker/$export","output":[]}',
    },
  ],
  ['a refused connection', 'refused'],
  ['a lost answer', 'lost'],
];

for (const place of ['token', 'group', 'kickOff', 'status', 'file', 'cancel'] as const)
  test(`whatever goes wrong at ${place}, no marker is outputs to anybody (invariant 6)`, async () => {
    for (const [what, answer] of answers) {
      const outputs = await runExport(canaryWorld({ [place]: answer }));
      assert(outputs.errors.length > 0 || place === 'cancel', `${place}: ${what} went well`);
      assertNoMarker(outputs);
    }
  });

const secrets = [
  '{"client_id":"SECRET-marker"',
  '{"client_id":"SECRET-marker","client_secret":7}',
  '"SECRET-marker"',
  'SECRET-marker',
];
for (const secret of secrets)
  test(`a secret that is wrong (${secret.length} characters) is not outputs either`, async () => {
    const world = canaryWorld({});
    world.secrets.values.set('sluice/acme', secret);
    const outputs = await runExport(world);
    assert.equal(outputs.errors.length, 1);
    assertNoMarker(outputs);
  });

test('an export that goes well tells of no marker', async () => {
  const outputs = await runExport(canaryWorld({}));
  assert.deepEqual(outputs.errors, []);
  assert.equal(outputs.results.length, 5);
  assert(outputs.announcements.length === 1 && outputs.lines.length >= 4);
  assertNoMarker(outputs);
});
