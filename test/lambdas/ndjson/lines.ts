import fc from 'fast-check';
import { patient } from '../4-download/files.ts';

const PATIENT = patient('a');

/** Lines that every scanner accepts. */
export const GOOD = [
  PATIENT,
  patient('ä😀\u2028€'),
  patient('x'.repeat(300)),
  `${PATIENT}\r`,
  PATIENT.replace(',', ',\r'),
  ` \t${PATIENT} \t \r`,
  PATIENT.replace(':', ': '),
  PATIENT.replace(':', ' : '),
  '{"id":"b","resourceType":"Patient"}',
  '{"resourceType":"Pati\\u0065nt"}',
  PATIENT.replace('}', ',"contained":[{"resourceType":"X","n":[-1.50e+3,true,null,{}]}]}'),
  JSON.stringify({ resourceType: 'Patient', text: '{"a":[\\"\n\u0001' }),
  '',
  ' ',
  '\r',
];

/** Lines that every scanner refuses; with a BOM unless it begins the file. */
const BAD = [
  '<html>marker</html>',
  '{}',
  '{"resourceType":"OperationOutcome"}',
  '{"resourceType":"PatientX"}',
  '{"resourceType":"patient"}',
  '{"resourceType":{"resourceType":"Patient"}}',
  '{"id":"b","resourceType":7}',
  `[${PATIENT}]`,
  PATIENT.slice(0, -1),
  PATIENT.slice(0, 30),
  `${PATIENT},`,
  `\ufeff${PATIENT}`,
  `\ufeff\ufeff${PATIENT}`,
  '"Patient"',
  'null',
];

/** Lines that only a parser finds invalid. */
export const BROKEN_INSIDE = [
  `${PATIENT}${PATIENT}`,
  PATIENT.replace('"id"', 'id'),
  PATIENT.replace(',', ',,'),
  PATIENT.replace(':', ': ').replace(',', ',,'),
  '{"resourceType":"Patient","n":01}',
  '{"resourceType":"Patient","n":[1}',
  '{"resourceType":"Patient","t":"\t"}',
  '{"resourceType":"Patient","a":{"b":1}',
];

const NOT_UTF8 = [
  Buffer.from([0x7b, 0xff, 0x7d]),
  Buffer.from([0xc3]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0x1f, 0x8b, 8, 0]),
].map((bytes) => Buffer.concat([Buffer.from(PATIENT.slice(0, -2)), bytes, Buffer.from('"}')]));

const inBytes = (lines: readonly string[]) => lines.map((line) => Buffer.from(line));
const good = fc.constantFrom(...inBytes(GOOD));

/** A file of such lines, with or without a BOM and a last newline. */
const fileOf = (line: fc.Arbitrary<Buffer>) =>
  fc
    .tuple(fc.constantFrom('', '\ufeff'), fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([bom, lines, isTerminated]) => {
      const pieces = lines.flatMap((each, i) => [...(i > 0 ? [Buffer.from('\n')] : []), each]);
      return Buffer.concat([Buffer.from(bom), ...pieces, Buffer.from(isTerminated ? '\n' : '')]);
    });

const often = { arbitrary: good, weight: 8 };
const bad = { arbitrary: fc.constantFrom(...inBytes(BAD), ...NOT_UTF8), weight: 1 };
const brokenInside = { arbitrary: fc.constantFrom(...inBytes(BROKEN_INSIDE)), weight: 1 };

export const goodFiles = fileOf(good);
/** Files that a structural scanner judges as a parser does. */
export const files = fileOf(fc.oneof(often, bad));
export const anyFiles = fileOf(fc.oneof(often, bad, brokenInside));
