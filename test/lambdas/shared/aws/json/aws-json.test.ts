import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { awsJson } from '../../../../../lambdas/shared/aws/json/aws-json.ts';
import { type AwsReply, awsWire } from '../../../../fakes/aws-wire.ts';

const Told = z.object({ Word: z.string() });

function world(replies: AwsReply[], endpointUrl?: string) {
  const { aws, requests } = awsWire(replies, endpointUrl);
  const call = awsJson(aws, { service: 'glue', target: 'AWSGlue', version: '1.1' });
  return { requests, tell: () => call('Tell', { Name: 'ä' }, Told) };
}

test('a call posts its input to the service, and gives what comes back', async () => {
  const { requests, tell } = world([{ body: '{"Word":"hello","More":1}' }]);
  assert.deepEqual(await tell(), { Word: 'hello' });
  const [{ method, origin, path, headers, body } = {}] = requests;
  const to = { method, origin, path, body: String(body) };
  assert.deepEqual(to, {
    ...{ method: 'POST', origin: 'https://glue.us-east-1.amazonaws.com', path: '/' },
    body: '{"Name":"ä"}',
  });
  assert.partialDeepStrictEqual(headers, {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'AWSGlue.Tell',
  });
});

test('a custom endpoint keeps its path', async () => {
  const { requests, tell } = world([{ body: '{"Word":"hello"}' }], 'http://127.0.0.1:4566/base/');
  await tell();
  assert.equal(`${requests[0]?.origin}${requests[0]?.path}`, 'http://127.0.0.1:4566/base/');
});

test('an answer of another shape is an error', async () => {
  await assert.rejects(world([{ body: '{}' }]).tell(), { name: 'ZodError' });
});

for (const [what, reply, name] of [
  ['by its code', { body: '{"__type":"Refused","message":"no"}' }, 'Refused'],
  ['without its namespace', { body: '{"__type":"com.amazonaws.glue#Refused"}' }, 'Refused'],
  [
    'by its header',
    { body: '{"Message":"no"}', headers: { 'x-amzn-errortype': 'Refused:http://a.example/' } },
    'Refused',
  ],
  ['by its status where it is no JSON', { body: '<html></html>' }, 'Http400'],
] as const)
  test(`a refusal is named ${what}`, async () => {
    await assert.rejects(world([{ status: 400, ...reply }]).tell(), { name });
  });

test('S6: throttling passes', async () => {
  const throttled = { status: 400, body: '{"__type":"ThrottlingException"}' };
  const { requests, tell } = world([throttled, { body: '{"Word":"hello"}' }]);
  assert.deepEqual(await tell(), { Word: 'hello' });
  assert.equal(requests.length, 2);
});
