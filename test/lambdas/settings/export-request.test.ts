import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ExportRequest,
  FhirId,
  Instant,
  ResourceType,
} from '../../../lambdas/settings/export-request.ts';

const isType = (type: string) => ResourceType.safeParse(type).success;

test('an empty request is an incremental one of the whole system', () => {
  const { level, types, mode } = ExportRequest.parse({});
  assert.deepEqual({ level, types, mode }, { level: 'system', types: [], mode: 'incremental' });
});

test('a group id goes with the group level and no other', () => {
  const wrong = [{ level: 'group' }, { group: 'a' }, { level: 'patient', group: 'a' }];
  for (const request of wrong) assert(!ExportRequest.safeParse(request).success);
  assert(ExportRequest.safeParse({ level: 'group', group: 'a' }).success);
});

test('a full export takes no since, an incremental one a date or an instant', () => {
  assert(!ExportRequest.safeParse({ mode: 'full', since: '2026-01-01' }).success);
  for (const since of ['2026-01-01', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123+05:30'])
    assert(ExportRequest.safeParse({ since }).success, since);
  for (const since of ['', '2026', '2026-02-30', '2026-01-01T00:00:00', 'yesterday'])
    assert(!ExportRequest.safeParse({ since }).success, since);
});

test('a field nobody knows is refused, so that no filter is dropped in silence', () => {
  assert(!ExportRequest.safeParse({ typeFilter: 'Patient?active=true' }).success);
});

test('a resource type is letters with a capital first, as long as FHIR names are (M8)', () => {
  for (const type of ['Patient', 'MedicationRequest', 'Ab', `A${'b'.repeat(63)}`])
    assert(isType(type), type);
  const hostile = [
    '',
    'P',
    'patient',
    '../Patient',
    'Patient/..',
    'Pati\nent',
    ' Patient',
    'Pätient',
  ];
  for (const type of [...hostile, 'Patient1', `A${'b'.repeat(64)}`, 'x'.repeat(10_000)])
    assert(!isType(type), type);
});

test('a FHIR id has up to 64 letters, digits, hyphens and dots', () => {
  for (const id of ['a', '1.2-B', '...', '.a', 'a..', 'x'.repeat(64)])
    assert(FhirId.safeParse(id).success, id);
  for (const id of ['', 'a/b', 'a b', 'a%2e', 'x'.repeat(65), 'ä'])
    assert(!FhirId.safeParse(id).success, id);
});

test('a FHIR id is no step in a path, which would turn a group export into one of the system', () => {
  for (const group of ['.', '..']) {
    assert(!FhirId.safeParse(group).success, group);
    assert(!ExportRequest.safeParse({ level: 'group', group }).success, group);
  }
});

test('an instant has a time and an offset', () => {
  for (const instant of ['2026-11-22T03:00:00Z', '2026-11-22T03:00:00.123456-05:00'])
    assert(Instant.safeParse(instant).success, instant);
  for (const instant of ['2026-11-22', '2026-11-22T03:00:00', '2026-11-22T25:00:00Z', 'now'])
    assert(!Instant.safeParse(instant).success, instant);
});
