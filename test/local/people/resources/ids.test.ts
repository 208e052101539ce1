import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idOf, indexOf } from '../../../../local/people/resources/ids.ts';

test('an id contains the number of its resource', () => {
  assert.equal(indexOf('Patient', idOf('Patient', 17)), 17);
});

test('an id of another type, or an invalid one, has no number', () => {
  for (const id of [
    idOf('Encounter', 17),
    'pat-',
    'pat-017',
    'pat--1',
    'pat-1.5',
    'pat-x',
    '17',
    '',
  ])
    assert.equal(indexOf('Patient', id), undefined, id);
});
