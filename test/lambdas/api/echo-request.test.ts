import assert from 'node:assert/strict';
import { test } from 'node:test';
import { echoRequest } from '../../../lambdas/api/echo-request.ts';
import { requestPaper } from './papers.ts';

test('a request is echoed as our own path and query, without the group', () => {
  const url = new URL(echoRequest(requestPaper) ?? '', 'https://api.example');
  assert.equal(url.pathname, '/exports');
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    source: 'acme',
    level: 'group',
    mode: 'incremental',
    types: 'Patient,Observation',
    since: '2026-02-01',
  });
});

test('where no paper tells what was asked nothing is echoed', () => {
  assert.equal(echoRequest(undefined), null);
});
