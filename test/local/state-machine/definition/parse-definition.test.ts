import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { parseDefinition } from '../../../../local/state-machine/definition/parse-definition.ts';
import { map } from '../distributed-map/run-map.ts';
import { everything } from '../everything.ts';
import { call } from '../run-machine.ts';

const validate: (definition: unknown) => { isValid: boolean } = createRequire(import.meta.url)(
  'asl-validator',
);

const machine = (states: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

/** A branch of one state. */
function inner(One: object) {
  return { StartAt: 'One', States: { One } };
}

const refused = (definition: unknown, message: RegExp) =>
  assert.throws(() => parseDefinition(definition), { name: 'DefinitionInvalid', message });

const END = { Type: 'Wait', Seconds: 0, End: true };

test('a machine with every feature is accepted, as text and as JSON, here and by asl-validator', () => {
  assert.equal(validate(everything).isValid, true);
  assert.deepEqual(parseDefinition(everything), parseDefinition(JSON.stringify(everything)));
});

test('retries and catches get their defaults', () => {
  const Retry = [{ ErrorEquals: ['States.ALL'] }];
  const { States } = parseDefinition(machine({ A: call('a', { Retry }) }));
  assert.partialDeepStrictEqual(States.A, {
    Retry: [{ IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2, JitterStrategy: 'NONE' }],
    Catch: [],
  });
});

test('JSONPath machines are rejected', () => {
  refused({ StartAt: 'A', States: { A: END } }, /only JSONata/);
  refused(machine({ A: { ...END, QueryLanguage: 'JSONPath' } }), /only JSONata/);
  refused(machine({ A: { ...END, Parameters: {} } }), /not supported .*Parameters/);
});

test('an unsupported field is rejected by name', () => {
  refused(machine({ A: call('a', { HeartbeatSeconds: 5 }) }), /not supported .*HeartbeatSeconds/);
  refused(
    machine({ A: { ...END, Timestamp: '2026-01-01T00:00:00Z' } }),
    /not supported .*Timestamp/,
  );
  refused(machine({ A: END }, { Version: '1.0' }), /not supported .*Version/);
  const Choices = [{ Condition: '{% true %}', Next: 'A', Assign: { a: 1 } }];
  refused(machine({ A: { Type: 'Choice', Choices } }), /not supported .*Assign/);
});

for (const Type of ['Pass', 'Parallel', 'Activity'])
  test(`a state of Type ${Type} is rejected by name`, () => {
    const message = new RegExp(`not supported by the local interpreter: a state of Type ${Type}`);
    refused(machine({ A: { Type, End: true } }), message);
  });

for (const Resource of [
  'arn:aws:states:::events:putEvents',
  'arn:aws:states:::lambda:invoke.waitForTaskToken',
  'arn:aws:lambda:us-east-1:000000000000:function:poll',
])
  test(`a Task of ${Resource} is rejected by name`, () => {
    refused(machine({ A: call('a', { Resource }) }), new RegExp(`not supported .*: ${Resource}`));
  });

for (const name of [
  'partition',
  'range',
  'hash',
  'random',
  'uuid',
  'parse',
  'now',
  'millis',
  'eval',
])
  test(`JSONata with $${name} is rejected by name and path`, () => {
    refused(
      machine({ A: { ...END, Output: { a: `{% $${name}(1) %}` } } }),
      new RegExp(`/States/A/Output/a: not supported by the local interpreter: \\$${name}$`),
    );
  });

const other = 'arn:aws:states:::s3:listObjectsV2';
const { ItemProcessor, ItemReader } = map();
const maps: [string, Record<string, unknown>, RegExp][] = [
  ['that runs inline', { ItemProcessor: inner(END) }, /not supported .*a Map of Mode INLINE/],
  [
    'of Mode INLINE',
    { ItemProcessor: { ...ItemProcessor, ProcessorConfig: { Mode: 'INLINE' } } },
    /not supported .*INLINE/,
  ],
  ['of Items', { Items: [1, 2] }, /not supported .*Items/],
  ['of batches', { ItemBatcher: { MaxItemsPerBatch: 1 } }, /not supported .*ItemBatcher/],
  [
    'that tolerates failures',
    { ToleratedFailureCount: 1 },
    /not supported .*ToleratedFailureCount/,
  ],
  [
    'that reads another format',
    { ItemReader: { ...ItemReader, ReaderConfig: { InputType: 'CSV' } } },
    /not supported .*CSV; only JSON is/,
  ],
  [
    'that lists objects',
    { ItemReader: { ...ItemReader, Resource: other } },
    /not supported .*listObjectsV2; only .*getObject is/,
  ],
  [
    'that writes with Parameters',
    { ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: {} } },
    /not supported .*Parameters/,
  ],
  ['with spaces in its label', { Label: 'no spaces please' }, /a label/],
  [
    'in a Map',
    { ItemProcessor: { ...ItemProcessor, States: { One: map() } } },
    /not supported .*a state of Type Map here/,
  ],
];
for (const [what, fields, message] of maps)
  test(`a Map ${what} is rejected`, () => refused(machine({ Each: map(fields) }), message));

test('transitions must lead to a state of the same branch', () => {
  refused(machine({ A: call('a', { Next: 'B' }) }), /A: there is no state B/);
  refused(machine({ A: END }, { StartAt: 'B' }), /StartAt: there is no state B/);
  const States = { One: call('one', { Next: 'A' }) };
  const A = map({ ItemProcessor: { ...ItemProcessor, States } });
  refused(machine({ A }), /One: there is no state A/);
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'B' }];
  refused(machine({ A: call('a', { Catch }) }), /A: there is no state B/);
  const Choices = [{ Condition: '{% true %}', Next: 'B' }];
  refused(machine({ A: { Type: 'Choice', Choices } }), /A: there is no state B/);
});

test('a state has a Next or an End, not both', () => {
  refused(machine({ A: { Type: 'Wait', Seconds: 0 } }), /A: neither Next nor End/);
  refused(machine({ A: { ...END, Next: 'A' } }), /A: both Next and End/);
});

test('JSONata that does not parse is rejected with its path', () => {
  refused(
    machine({ A: { ...END, Output: { a: ['{% 1 + %}'] } } }),
    /\/States\/A\/Output\/a\/0: not JSONata/,
  );
});

test('States.ALL is alone and last', () => {
  const Retry = [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['ServerBusy'] }];
  refused(machine({ A: call('a', { Retry }) }), /States.ALL must be alone/);
  const Catch = [{ ErrorEquals: ['States.ALL', 'ServerBusy'], Next: 'A' }];
  refused(machine({ A: call('a', { Catch }) }), /States.ALL must be alone/);
});
