import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSource, BASE_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { accepting, KICK_OFF, kickOffWorld } from './kick-off-world.ts';

const METADATA = `GET ${BASE_URL}/metadata`;
const discovering = aSource({ dialect: 'bulk-data' });

const statement = (name: string): Scripted => ({
  body: JSON.stringify({
    resourceType: 'CapabilityStatement',
    rest: [{ mode: 'server', operation: [{ name }] }],
  }),
});

/** What is sent to a server that says this of itself. */
async function sent(answer: Scripted, source = discovering) {
  const kickOffs = { [KICK_OFF]: accepting, [`POST ${BASE_URL}/$export-v4`]: accepting };
  const world = await kickOffWorld({ routes: { [METADATA]: answer, ...kickOffs }, source });
  const result = await world.start();
  return { result, sent: world.http.requests.map(({ method, url }) => `${method} ${url}`) };
}

test('rule 24: a server that is to be discovered is asked what it can first', async () => {
  const { sent: requests, result } = await sent(statement('export-v4'));
  assert.deepEqual(requests, [METADATA, `POST ${BASE_URL}/$export-v4`]);
  assert.equal(result.kind, 'running');
});

const silent: [string, Scripted][] = [
  ['has no statement', { status: 404 }],
  ['shows it to nobody', { status: 403 }],
  ['answers with a page', { body: '<html>' }],
  ['says nothing of exports', statement('everything')],
];
for (const [what, answer] of silent)
  test(`rule 13: a server that ${what} is asked as every one can be`, async () => {
    assert.deepEqual((await sent(answer)).sent, [METADATA, KICK_OFF]);
  });

const settled = aSource({ dialect: 'bulk-data', bulkData: { version: 'v3' } });
for (const source of [settled, aSource()])
  test(`a source of ${source.dialect} whose settings say enough is not asked what it can`, async () => {
    assert.deepEqual((await sent('lost', source)).sent, [KICK_OFF]);
  });

const failures: [string, Scripted, string][] = [
  ['is refused', 'refused', 'ServerUnavailable'],
  ['loses its answer', 'lost', 'ServerUnavailable'],
  ['breaks off', { body: '{', cut: true }, 'ServerUnavailable'],
  ['is down', { status: 502 }, 'ServerUnavailable'],
  ['asks to wait', { status: 429 }, 'ServerBusy'],
];
for (const [what, answer, name] of failures)
  test(`K4: a server that ${what} has not said what it can, and is not kicked off`, async () => {
    const routes = { [METADATA]: answer, [KICK_OFF]: accepting };
    const { start, http } = await kickOffWorld({ routes, source: discovering });
    await assert.rejects(start(), { name });
    assert(http.requests.every(({ url }) => url.endsWith('/metadata')));
  });
