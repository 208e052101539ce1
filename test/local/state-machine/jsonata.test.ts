import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../local/state-machine/jsonata.ts';
import type { Json } from '../../../local/state-machine/payload.ts';

const value = (template: Json, bindings = {}) => evaluate(template, 'Output', bindings);

test('strings in {% %} are JSONata anywhere, everything else stays as it is', async () => {
  assert.deepEqual(
    await value({ a: ['{% $n + 1 %}', 'text', null], b: { c: '{% $n %}' } }, { n: 1 }),
    {
      a: [2, 'text', null],
      b: { c: 1 },
    },
  );
});

test('a string with anything outside of {% %} is text', async () => {
  assert.equal(await value(' {% 1 %}'), ' {% 1 %}');
  assert.equal(await value('{% 1 %} '), '{% 1 %} ');
});

test('JSON null is a value', async () => {
  assert.deepEqual(await value('{% $states.input %}', { states: { input: null } }), null);
});

test('an expression that returns nothing fails and names its field', async () => {
  await assert.rejects(
    value({ a: { b: [1, '{% $states.input.missing %}'] } }, { states: { input: {} } }),
    {
      name: 'QueryFailed',
      location: 'Output/a/b[1]',
      message:
        "The JSONata expression '$states.input.missing' specified for the field 'Output/a/b[1]' returned nothing (undefined).",
    },
  );
});

test('an undefined variable returns nothing', async () => {
  await assert.rejects(value('{% $nowhere %}'), /returned nothing/);
});

test('there is no context item: $ and bare names return nothing', async () => {
  await assert.rejects(value('{% $ %}'), /returned nothing/);
  await assert.rejects(value('{% input %}'), /returned nothing/);
});

test("an expression that throws fails with JSONata's code and message", async () => {
  await assert.rejects(value("{% 1 + 'x' %}"), {
    name: 'QueryFailed',
    message:
      "The JSONata expression '1 + 'x'' specified for the field 'Output' threw an error during evaluation. " +
      'T2002: The right side of the "+" operator must evaluate to a number',
  });
});

test('a function is not a result', async () => {
  await assert.rejects(value('{% function($x) { $x } %}'), /unsupported result type/);
  await assert.rejects(value('{% $string %}'), /unsupported result type/);
});

test('what an expression returns shares nothing with what it read', async () => {
  const input = { list: [1] };
  const copy = await value('{% $states.input %}', { states: { input } });
  input.list.push(2);
  assert.deepEqual(copy, { list: [1] });
});
