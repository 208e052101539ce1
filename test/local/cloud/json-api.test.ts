import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerJson, type JsonApi } from '../../../local/cloud/json-api.ts';
import { AwsError } from '../../../local/cloud/service.ts';

const echo: JsonApi = async (operation, input) => {
  if (operation === 'Refuse') throw new AwsError('TooMuch', 'too much', 413);
  if (operation === 'Break') throw new Error('a bug');
  return operation === 'Silent' ? undefined : { operation, input };
};

async function ask(target: string, body = '{"a":1}') {
  const request = {
    method: 'POST',
    url: new URL('http://cloud.invalid/'),
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(body),
  };
  const answer = await answerJson(new Map([['Echo', echo]]), target, request);
  return { status: answer.status, output: JSON.parse(String(answer.body)) };
}

test('the target names API and operation, the body is the input', async () => {
  const output = { operation: 'Say', input: { a: 1 } };
  assert.deepEqual(await ask('Echo.Say'), { status: 200, output });
});

test('an operation without output answers an empty object', async () => {
  assert.deepEqual(await ask('Echo.Silent'), { status: 200, output: {} });
});

test('an AwsError keeps its code and status, any other error is an InternalFailure', async () => {
  const refused = { status: 413, output: { __type: 'TooMuch', message: 'too much' } };
  assert.deepEqual(await ask('Echo.Refuse'), refused);
  const broken = { status: 500, output: { __type: 'InternalFailure', message: 'Error: a bug' } };
  assert.deepEqual(await ask('Echo.Break'), broken);
});

test('an unknown API and a body that is not JSON are refused', async () => {
  assert.equal((await ask('Other.Say')).output.__type, 'UnknownOperationException');
  assert.equal((await ask('Echo.Say', '{')).output.__type, 'SerializationException');
});
