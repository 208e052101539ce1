import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupResource, readMembers } from '../../../local/groups/group-resource.ts';
import { readGroupBody } from '../../../local/servers/one-up/fhir-api.ts';

/** Ids of so many characters each. */
const ids = (members: number, characters: number) =>
  Array.from({ length: members }, (_, nth) => String(nth).padStart(characters, '0'));

test('a group is an R4 Group of people whose members have only a reference', () => {
  assert.deepEqual(JSON.parse(groupResource('cohort', ['a', 'b'])), {
    resourceType: 'Group',
    id: 'cohort',
    type: 'person',
    actual: true,
    member: [{ entity: { reference: 'Patient/a' } }, { entity: { reference: 'Patient/b' } }],
  });
});

test('7,300 members with ids of 20 characters fit into 400 KB, and a server accepts them', () => {
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
      '10000 members make a Group of 560079 bytes; 1upHealth accepts 409600, about 7313 members ' +
      'with such ids. Split them into several',
  });
});

const numbered = (members: number) =>
  Array.from({ length: members }, (_, nth) => `p-${nth}`).join('\n');
const refused = (text: string, message: RegExp) =>
  assert.throws(() => readMembers(text), { name: 'SettingsInvalid', message });

test('members are one per line, as an id or as a reference', () => {
  assert.deepEqual(readMembers('a-1\nPatient/b.2\n'), ['a-1', 'b.2']);
});

test('blank lines, comments, spaces around an id and CRLF do not count', () => {
  assert.deepEqual(readMembers('# the cohort\r\n\r\n  a-1\t\r\n#b\r\nc-3'), ['a-1', 'c-3']);
});

test('a repeated id is one member', () => {
  assert.deepEqual(readMembers('a\nPatient/a\nb\na\n'), ['a', 'b']);
});

for (const line of ['Smith, John', 'Practitioner/1', 'a/b', 'ä', 'x'.repeat(65), 'a b'])
  test(`"${line.slice(0, 20)}" is not a patient id, and the message has only the line's number`, () =>
    refused(`a\n\n${line}\nb`, /^line 3 of the members is not a patient id$/));

test('a file without a member is refused', () => {
  refused('', /has no members/);
  refused('# nobody\n\n', /has no members/);
});

test('1upHealth accepts 10,000 members in one Group, and not one more (1up 9)', () => {
  assert.equal(readMembers(numbered(10_000)).length, 10_000);
  refused(numbered(10_001), /^10001 members; 1upHealth accepts 10000 in one Group\. Split them/);
  assert.equal(readMembers(`${numbered(10_000)}\np-1\np-2`).length, 10_000, 'each counted once');
});
