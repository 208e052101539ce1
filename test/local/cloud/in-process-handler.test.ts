import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inProcessHandler } from '../../../local/cloud/in-process-handler.ts';
import type { CloudRequest } from '../../../local/cloud/service.ts';

const bare = { method: 'GET', path: '/lake/key', headers: {} };

/** A handler whose cloud records its requests. */
function recordingHandler() {
  const requests: CloudRequest[] = [];
  const handler = inProcessHandler(async (request) => {
    requests.push(request);
    return { status: 200, headers: {}, body: Buffer.alloc(0) };
  });
  return { handler, requests };
}

test('the query reaches the cloud, including lists and empty values', async () => {
  const { handler, requests } = recordingHandler();
  await handler.handle({ ...bare, query: { 'a b': 'ü&c', list: ['1', '2'], uploads: null } });
  const pairs = [...(requests[0]?.url.searchParams ?? [])];
  assert.deepEqual(pairs, [
    ['a b', 'ü&c'],
    ['list', '1'],
    ['list', '2'],
    ['uploads', ''],
  ]);
});

test('a body is text, bytes or empty; anything else is an error', async () => {
  const { handler, requests } = recordingHandler();
  for (const body of ['text', new Uint8Array([116]), undefined])
    await handler.handle({ ...bare, body });
  assert.deepEqual(
    requests.map(({ body }) => String(body)),
    ['text', 't', ''],
  );
  const { response } = await handler.handle({ ...bare, body: new Map() });
  assert.equal(response.statusCode, 500);
});

test('a call that is already aborted is not sent', async () => {
  const { handler, requests } = recordingHandler();
  const abortSignal = AbortSignal.abort();
  await assert.rejects(handler.handle(bare, { abortSignal }), { name: 'AbortError' });
  assert.equal(requests.length, 0);
});
