import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupResource } from '../../../local/groups/group-resource.ts';
import { readGroupBody } from '../../../local/servers/one-up/fhir-api.ts';

/** Ids of so many characters each. */
const ids = (members: number, characters: number) =>
  Array.from({ length: members }, (_, nth) => String(nth).padStart(characters, '0'));

test('a group is an R4 Group of people whose members hold a reference alone', () => {
  assert.deepEqual(JSON.parse(groupResource('cohort', ['a', 'b'])), {
    resourceType: 'Group',
    id: 'cohort',
    type: 'person',
    actual: true,
    member: [{ entity: { reference: 'Patient/a' } }, { entity: { reference: 'Patient/b' } }],
  });
});

test('7,300 members with ids of 20 characters fit into 400 KB, and a server takes them', () => {
  const json = groupResource('cohort', ids(7_300, 20));
  assert.ok(Buffer.byteLength(json) <= 400 * 1024);
  assert.equal(readGroupBody(json).member.length, 7_300);
});

test('10,000 members fit where their ids are as short as numbers up to 9,999', () => {
  const json = groupResource('g', ids(10_000, 4));
  assert.ok(Buffer.byteLength(json) <= 400 * 1024);
  assert.equal(readGroupBody(json).member.length, 10_000);
});

test('beyond 400 KB it is refused, with the number of such members that fit', () => {
  assert.throws(() => groupResource('cohort', ids(10_000, 20)), {
    name: 'SettingsInvalid',
    message:
      '10000 members make a Group of 560079 bytes; 1upHealth takes 409600, about 7313 members ' +
      'with such ids. Split them into several',
  });
});
