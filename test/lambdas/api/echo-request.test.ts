import assert from 'node:assert/strict';
import { test } from 'node:test';
import { echoRequest } from '../../../lambdas/api/echo-request.ts';
import { aRequest } from '../../fakes/builders.ts';
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

test('what narrows an export is echoed, and nothing that may name a patient', () => {
  const request = aRequest({
    level: 'patient',
    patients: ['marker-1'],
    typeFilters: ['Patient?identifier=marker-2'],
    parameters: { _person: 'marker-3' },
    elements: ['id', 'Patient.name'],
    includeAssociatedData: ['LatestProvenanceResources'],
    organizeOutputBy: 'Patient',
    until: '2026-02-02',
  });
  const echoed = echoRequest({ ...requestPaper, request }) ?? '';
  assert.doesNotMatch(echoed, /marker/);
  assert.deepEqual(Object.fromEntries(new URL(echoed, 'https://api.example').searchParams), {
    source: 'acme',
    level: 'patient',
    mode: 'incremental',
    elements: 'id,Patient.name',
    includeAssociatedData: 'LatestProvenanceResources',
    organizeOutputBy: 'Patient',
    until: '2026-02-02',
  });
});

test('where no paper tells what was asked nothing is echoed', () => {
  assert.equal(echoRequest(undefined), null);
});
