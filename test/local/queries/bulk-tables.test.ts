import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tinyLake } from './tiny-lake.ts';

const landing = (type: string) => ({ type, date: '2026-03-02', exportId: 'exp-mon' });
const deletion = (url: string, method = 'DELETE') => ({ request: { method, url } });

test('bulk_deleted has what was deleted, one row for each entry of its bundles (M10)', async (t) => {
  const lake = tinyLake(t);
  lake.land(landing('bulk_deleted'), [
    {
      resourceType: 'Bundle',
      id: 'b1',
      meta: { lastUpdated: '2026-03-02T02:56:00Z' },
      type: 'transaction',
      entry: [deletion('Patient/p1'), deletion('Observation/o1')],
    },
    { resourceType: 'Bundle', type: 'transaction', entry: [deletion('Patient/p2', 'PUT')] },
    { resourceType: 'Bundle', type: 'collection', entry: [deletion('Patient/p3')] },
    { resourceType: 'Bundle', type: 'transaction' },
  ]);
  assert.deepEqual(
    await lake.ask(`SELECT b.export_id, b.meta.lastupdated AS at,
                           split_part(u.e.request.url, '/', 1) AS type,
                           split_part(u.e.request.url, '/', 2) AS id
                    FROM bulk_deleted b CROSS JOIN UNNEST(b.entry) AS u(e)
                    WHERE b.type = 'transaction' AND u.e.request.method = 'DELETE'
                    ORDER BY type, id`),
    [
      { export_id: 'exp-mon', at: '2026-03-02T02:56:00Z', type: 'Observation', id: 'o1' },
      { export_id: 'exp-mon', at: '2026-03-02T02:56:00Z', type: 'Patient', id: 'p1' },
    ],
  );
});

test('bulk_outcome has what the server reported, one row for each issue (M11)', async (t) => {
  const lake = tinyLake(t);
  const details = { coding: [{ system: 'http://server.example', code: 'E7' }], text: 'no such' };
  lake.land(landing('bulk_outcome'), [
    {
      resourceType: 'OperationOutcome',
      issue: [
        { severity: 'error', code: 'not-found', details, expression: ['Patient.name', 'Patient'] },
        { severity: 'warning', code: 'throttled', diagnostics: 'slow down' },
      ],
    },
    { resourceType: 'OperationOutcome', id: 'o2', issue: [{ severity: 'fatal', code: 'timeout' }] },
  ]);
  assert.deepEqual(
    await lake.ask(`SELECT u.i.severity AS severity, u.i.code AS code, u.i.details.text AS text,
                           element_at(u.i.details.coding, 1).code AS own,
                           u.i.diagnostics AS diagnostics, element_at(u.i.expression, 2) AS place
                    FROM bulk_outcome o CROSS JOIN UNNEST(o.issue) AS u(i)
                    ORDER BY severity`),
    [
      ['error', 'not-found', 'no such', 'E7', null, 'Patient'],
      ['fatal', 'timeout', null, null, null, null],
      ['warning', 'throttled', null, null, 'slow down', null],
    ].map(([severity, code, text, own, diagnostics, place]) => ({
      ...{ severity, code, text, own, diagnostics, place },
    })),
  );
});

test('deletions and outcomes are also raw lines, as the server wrote them', async (t) => {
  const lake = tinyLake(t);
  const outcome = { resourceType: 'OperationOutcome', issue: [], extension: [{ url: 'x' }] };
  lake.land(landing('bulk_outcome'), [outcome]);
  assert.deepEqual(await lake.ask('SELECT resource_type, line FROM fhir_raw'), [
    { resource_type: 'bulk_outcome', line: JSON.stringify(outcome) },
  ]);
});
