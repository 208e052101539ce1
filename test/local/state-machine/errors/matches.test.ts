import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matches } from '../../../../local/state-machine/errors/matches.ts';

test('an error is matched by its name', () => {
  assert.equal(matches(['ServerBusy', 'ServerUnavailable'], 'ServerBusy'), true);
  assert.equal(matches(['ServerUnavailable'], 'ServerBusy'), false);
});

test('States.ALL matches everything but States.DataLimitExceeded and States.Runtime (F3)', () => {
  assert.equal(matches(['States.ALL'], 'ServerBusy'), true);
  assert.equal(matches(['States.ALL'], 'States.Timeout'), true);
  assert.equal(matches(['States.ALL'], 'States.QueryEvaluationError'), true);
  assert.equal(matches(['States.ALL'], 'States.DataLimitExceeded'), false);
  assert.equal(matches(['States.ALL'], 'States.Runtime'), false);
});

test('States.TaskFailed matches what States.ALL does, but for States.Timeout', () => {
  assert.equal(matches(['States.TaskFailed'], 'ServerBusy'), true);
  assert.equal(matches(['States.TaskFailed'], 'States.Timeout'), false);
  assert.equal(matches(['States.TaskFailed'], 'States.DataLimitExceeded'), false);
});

test('States.DataLimitExceeded can be named, States.Runtime is for nobody', () => {
  assert.equal(matches(['States.DataLimitExceeded'], 'States.DataLimitExceeded'), true);
  assert.equal(matches(['States.Runtime'], 'States.Runtime'), false);
});
