import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMembers } from '../../../local/groups/read-members.ts';

const numbered = (members: number) =>
  Array.from({ length: members }, (_, nth) => `p-${nth}`).join('\n');
const refused = (text: string, message: RegExp) =>
  assert.throws(() => readMembers(text), { name: 'SettingsInvalid', message });

test('members are one a line, as an id or as a reference', () => {
  assert.deepEqual(readMembers('a-1\nPatient/b.2\n'), ['a-1', 'b.2']);
});

test('blank lines, comments, spaces around an id and CRLF do not count', () => {
  assert.deepEqual(readMembers('# the cohort\r\n\r\n  a-1\t\r\n#b\r\nc-3'), ['a-1', 'c-3']);
});

test('an id that stands twice is one member', () => {
  assert.deepEqual(readMembers('a\nPatient/a\nb\na\n'), ['a', 'b']);
});

for (const line of ['Smith, John', 'Practitioner/1', 'a/b', 'ä', 'x'.repeat(65), 'a b'])
  test(`"${line.slice(0, 20)}" is no patient id, and the message tells the line's number alone`, () =>
    refused(`a\n\n${line}\nb`, /^line 3 of the members is no patient id$/));

test('a file without a member is refused', () => {
  refused('', /names no member/);
  refused('# nobody\n\n', /names no member/);
});

test('1upHealth takes 10,000 members in one Group, and not one more (1up 9)', () => {
  assert.equal(readMembers(numbered(10_000)).length, 10_000);
  refused(numbered(10_001), /^10001 members; 1upHealth takes 10000 in one Group\. Split them/);
  assert.equal(readMembers(`${numbered(10_000)}\np-1\np-2`).length, 10_000, 'each counted once');
});
