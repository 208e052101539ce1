import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf } from '../../../../lambdas/dialects/dialect-of.ts';
import { oneUpGateway, oneUpMte, oneUpSte } from '../../../../lambdas/dialects/one-up/one-up.ts';
import { aSource, BASE_URL } from '../../../fakes/builders.ts';

const answer = (status: number, text = '', headers = {}) => ({
  status,
  headers,
  text,
  url: `${BASE_URL}/$export`,
});
const job = { 'content-location': 'job/1' };
const accepted = { kind: 'accepted', statusLink: 'job/1', statusHeader: false };
const list = '{"output":[]}';
const notABulkServer = { name: 'NotABulkServer' };

test('each name has its dialect, and only single tenant may delete, a job that runs (1up 4)', () => {
  assert.equal(dialectOf({ dialect: '1up-ste' }), oneUpSte);
  assert.equal(dialectOf({ dialect: '1up-mte' }), oneUpMte);
  assert.equal(dialectOf({ dialect: '1up-gateway' }), oneUpGateway);
  assert.deepEqual(
    [oneUpSte, oneUpMte, oneUpGateway].map(({ deletes }) => deletes),
    [true, false, false].map((running) => ({ running, finished: false })),
  );
});

test('none is asked what it can: 1upHealth documents its kick-off whole (1up 5)', () => {
  for (const dialect of [oneUpSte, oneUpMte, oneUpGateway])
    assert.equal(dialect.wantsCapabilities(aSource()), false);
});

for (const status of [200, 201, 202, 204])
  test(`single tenant has accepted with ${status} and a Content-Location (K7)`, () => {
    assert.deepEqual(oneUpSte.readKickOff(answer(status, list, job)), accepted);
  });

test('single tenant without a Content-Location is no bulk server (K6)', () => {
  for (const text of ['', list, '<html>'])
    assert.throws(() => oneUpSte.readKickOff(answer(202, text)), notABulkServer);
});

test('multi tenant answers with the list itself, which may be empty (M1)', () => {
  assert.deepEqual(oneUpMte.readKickOff(answer(200, list)), { kind: 'manifest' });
});

const noLists = ['', '<html>login</html>', '{}', '[]', 'null', '{"output":{}}', '{"output":null}'];
for (const text of noLists)
  test(`multi tenant with ${text || 'nothing'} is no bulk server (K13)`, () => {
    assert.throws(() => oneUpMte.readKickOff(answer(200, text)), notABulkServer);
    assert.throws(() => oneUpGateway.readKickOff(answer(200, text)), notABulkServer);
  });

test('the gateway is read by its answer: a job where it names one, else a list (K7)', () => {
  assert.deepEqual(oneUpGateway.readKickOff(answer(202, '', job)), accepted);
  assert.deepEqual(oneUpGateway.readKickOff(answer(200, list, job)), accepted);
  assert.deepEqual(oneUpGateway.readKickOff(answer(200, list)), { kind: 'manifest' });
});
