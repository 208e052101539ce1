import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { checkLine } from '../../../lambdas/ndjson/line-checker.ts';

const PATIENT = '{"resourceType":"Patient","id":"a"}';
const BOM = '\ufeff';

const check = (bytes: string | Buffer, offset = 0, number = 1, type: string | null = 'Patient') =>
  checkLine({ number, offset, bytes: Buffer.from(bytes) }, type);

const holding: [string, string][] = [
  ['a resource', PATIENT],
  ['a resource behind a BOM (D11)', `${BOM}${PATIENT}`],
  ['a resource before CR (D12)', `${PATIENT}\r`],
  ['a resource with a lone CR inside (D12)', PATIENT.replace(',', ',\r')],
  ['a resource between spaces', ` \t${PATIENT}  `],
  ['a resource with U+2028 and emoji', PATIENT.replace('a"', '\u2028😀"')],
  ['nested resources of other types', PATIENT.replace('}', ',"contained":[{"resourceType":"X"}]}')],
];
for (const [what, line] of holding)
  test(`${what} is a resource, and is returned`, () => {
    assert.equal(check(line)?.resourceType, 'Patient');
  });

for (const line of ['', ' ', '\r', '\t \r', BOM])
  test(`${JSON.stringify(line)} is a blank line, and no resource`, () => {
    assert.equal(check(line), undefined);
  });

const wrong: [string, string | Buffer, string][] = [
  ['half a resource (D10)', PATIENT.slice(0, -1), 'is not a JSON object'],
  ['two resources', `${PATIENT}${PATIENT}`, 'is not a JSON object'],
  ['a login page (D8)', '<html>marker</html>', 'is not a JSON object'],
  ['a list', `[${PATIENT}]`, 'is not a JSON object'],
  ['null', 'null', 'is not a JSON object'],
  ['text', '"Patient"', 'is not a JSON object'],
  ['an empty object (D8)', '{}', 'is not a Patient'],
  ['an OperationOutcome (D8)', '{"resourceType":"OperationOutcome"}', 'is not a Patient'],
  ['another case', '{"resourceType":"patient"}', 'is not a Patient'],
  ['another type (D10)', '{"resourceType":"PatientX"}', 'is not a Patient'],
  ['invalid UTF-8 (D13)', Buffer.from([0x7b, 0xff, 0x7d]), 'is not UTF-8'],
  ['a letter that is cut (D13)', Buffer.from('"ä').subarray(0, 2), 'is not UTF-8'],
  [
    'gzip without a header that says so (D6)',
    Buffer.from([0x1f, 0x8b, 0x08, 0, 0]),
    'is not UTF-8',
  ],
];
for (const [what, line, says] of wrong)
  test(`${what} is refused by number, offset and hash, and without its text (D10)`, () => {
    const hash = createHash('sha256').update(line).digest('hex').slice(0, 16);
    assert.throws(() => check(line, 4711, 12), {
      name: 'LineRefused',
      message: `line 12 at byte 4711 ${says} (sha256 ${hash}…)`,
    });
  });

test('a BOM is allowed only at the beginning of a file (D11)', () => {
  assert.throws(() => check(`${BOM}${PATIENT}`, 40), { message: /not a JSON object/ });
  assert.throws(() => check(`${BOM}${BOM}${PATIENT}`), { message: /not a JSON object/ });
});

test('if any type is allowed, any resourceType passes, and a line without one does not (rule 38)', () => {
  for (const resourceType of ['Patient', 'Parameters', 'OperationOutcome'])
    assert.deepEqual(check(JSON.stringify({ resourceType }), 0, 1, null), { resourceType });
  for (const line of ['{}', '{"resourceType":7}', '{"id":"a"}'])
    assert.throws(() => check(line, 0, 1, null), { message: /is not a FHIR resource/ });
});
