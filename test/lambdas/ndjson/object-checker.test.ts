import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { objectChecker } from '../../../lambdas/ndjson/object-checker.ts';
import { parseJsonObject } from '../../../lambdas/runtime/json.ts';
import { positions, splitAt } from './scanned.ts';

function checked(pieces: readonly Buffer[]) {
  const checker = objectChecker();
  for (const piece of pieces) checker.add(piece);
  return checker.end();
}

/** As JSON.parse finds it. */
function parsed(text: string) {
  if (/^[ \t\r\n]*$/.test(text)) return { kind: 'blank' };
  const object = parseJsonObject(text);
  if (!object) return { kind: 'other' };
  const { resourceType } = object;
  return {
    kind: 'object',
    resourceType: typeof resourceType === 'string' ? resourceType : undefined,
  };
}

const member = fc.constantFrom('"resourceType":"Patient"', '"resourceTyp\\u0065":"A\\n"', '"id":1');
const resource = fc
  .tuple(
    fc.array(
      fc.oneof(
        member,
        fc.json().map((json) => `"a":${json}`),
      ),
      { maxLength: 4 },
    ),
    fc.constantFrom(',', ' ,\r'),
  )
  .map(([members, comma]) => `{${members.join(comma)}}`);
/** Most of what is JSON no longer is with one character more or less. */
const damaged = fc
  .tuple(
    fc.oneof(resource, fc.json()),
    fc.nat(),
    fc.constantFrom(...'{}[]:,"\\ 0-.eEtu\n\u0001', ''),
  )
  .map(([text, at, by]) => {
    const position = at % (text.length + 1);
    return text.slice(0, position) + by + text.slice(position + (by === '' ? 1 : 0));
  });

test('JSON in pieces is an object if JSON.parse says so, and of the same type (D10, D20)', () => {
  fc.assert(
    fc.property(fc.oneof(resource, damaged, damaged), positions, (text, at) => {
      assert.deepEqual(checked(splitAt(Buffer.from(text), at)), parsed(text));
    }),
    { numRuns: 3000 },
  );
});

test('brackets without end are refused before they fill the memory (D20)', () => {
  const nested = (depth: number) => Buffer.from(`{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  assert.equal(checked([nested(5000)]).kind, 'object');
  assert.equal(checked([nested(20_000)]).kind, 'other');
});
