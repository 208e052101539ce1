import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  toCommaQuery,
  toParametersResource,
  toRepeatedQuery,
} from '../../../../lambdas/dialects/bulk-data/encode-parameters.ts';

const toValue = (valueString: string) => ({ valueString });
const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);

/** Parameters of any names and values; a list's values hold no comma, as their settings say. */
const parameter = fc.boolean().chain((isList) =>
  fc.record({
    name,
    values: fc.array(
      fc.string({ unit: 'grapheme' }).map((text) => (isList ? text.replaceAll(',', '') : text)),
      { minLength: 1, maxLength: 4 },
    ),
    isList: fc.constant(isList),
    toValue: fc.constant(toValue),
  }),
);
const parameters = fc.uniqueArray(parameter, { selector: ({ name }) => name, maxLength: 5 });

test('repeated, every value is read back as it was, in its order (rule 14)', () => {
  fc.assert(
    fc.property(parameters, (asked) => {
      const query = new URLSearchParams(toRepeatedQuery(asked));
      for (const { name, values } of asked) assert.deepEqual(query.getAll(name), values);
    }),
  );
});

test('as comma lists, every value is read back as it was, in its order (rule 14)', () => {
  fc.assert(
    fc.property(parameters, (asked) => {
      const query = new URLSearchParams(toCommaQuery(asked));
      for (const { name, values, isList } of asked) {
        const read = query.getAll(name);
        assert.deepEqual(isList ? read.flatMap((list) => list.split(',')) : read, values);
      }
    }),
  );
});

test('a Parameters resource has an entry for every value, in its order (rule 14)', () => {
  fc.assert(
    fc.property(parameters, (asked) => {
      const { parameter = [] } = JSON.parse(toParametersResource(asked));
      assert.deepEqual(
        parameter,
        asked.flatMap(({ name, values }) => values.map((valueString) => ({ name, valueString }))),
      );
    }),
  );
});

test('without parameters there is no query, and no empty array in FHIR’s JSON', () => {
  assert.equal(toCommaQuery([]), '');
  assert.equal(toRepeatedQuery([]), '');
  assert.equal(toParametersResource([]), '{"resourceType":"Parameters"}');
});
