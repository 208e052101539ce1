import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { parseDefinition } from '../../../local/state-machine/parse-definition.ts';
import { everything } from './everything.ts';
import { call } from './run-machine.ts';

const validate: (definition: unknown) => { isValid: boolean } = createRequire(import.meta.url)(
  'asl-validator',
);

const machine = (states: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});

const refused = (definition: unknown, message: RegExp) =>
  assert.throws(() => parseDefinition(definition), { name: 'DefinitionInvalid', message });

const END = { Type: 'Pass', End: true };

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

test('JSONPath machines are refused', () => {
  refused({ StartAt: 'A', States: { A: END } }, /only JSONata/);
  refused(machine({ A: { ...END, QueryLanguage: 'JSONPath' } }), /only JSONata/);
  refused(machine({ A: { ...END, Parameters: {} } }), /not supported .*Parameters/);
});

test('what is not run here is refused by name', () => {
  refused(machine({ A: call('a', { HeartbeatSeconds: 5 }) }), /not supported .*HeartbeatSeconds/);
  const Resource = 'arn:aws:states:::events:putEvents';
  refused(
    machine({ A: call('a', { Resource }) }),
    /Lambda only: arn:aws:states:::events:putEvents/,
  );
  refused(machine({ A: { Type: 'Activity' } }), /Invalid/);
});

test('a Map that runs inline has no reader, batcher, writer, label or tolerance', () => {
  const ItemProcessor = { StartAt: 'One', States: { One: END } };
  for (const [field, written] of Object.entries({ Label: 'x', ToleratedFailureCount: 1 }))
    refused(
      machine({ A: { Type: 'Map', ItemProcessor, End: true, [field]: written } }),
      new RegExp(`${field} needs a Map of Mode DISTRIBUTED`),
    );
});

test('fields of readers and writers are checked', () => {
  const distributed = (more: Record<string, unknown>) =>
    machine({
      A: {
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'One',
          States: { One: END },
        },
        End: true,
        ...more,
      },
    });
  const Resource = 'arn:aws:states:::s3:putObject';
  refused(distributed({ ResultWriter: { Resource, Parameters: {} } }), /Parameters/);
  refused(distributed({ ItemBatcher: { MaxItemPerBatch: 1 } }), /MaxItemPerBatch/);
  refused(distributed({ Label: 'no spaces please' }), /a label/);
});

test('transitions must lead to a state of the same branch', () => {
  refused(machine({ A: { Type: 'Pass', Next: 'B' } }), /A: there is no state B/);
  refused(machine({ A: END }, { StartAt: 'B' }), /StartAt: there is no state B/);
  const Branches = [{ StartAt: 'Inner', States: { Inner: { Type: 'Pass', Next: 'A' } } }];
  refused(machine({ A: { Type: 'Parallel', Branches, End: true } }), /Inner: there is no state A/);
  const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'B' }];
  refused(machine({ A: call('a', { Catch }) }), /A: there is no state B/);
  const Choices = [{ Condition: '{% true %}', Next: 'B' }];
  refused(machine({ A: { Type: 'Choice', Choices } }), /A: there is no state B/);
});

test('a state has a Next or an End, and not both', () => {
  refused(machine({ A: { Type: 'Pass' } }), /A: neither Next nor End/);
  refused(machine({ A: { ...END, Next: 'A' } }), /A: both Next and End/);
});

test('JSONata that does not parse is refused, with the place where it stands', () => {
  refused(
    machine({ A: { ...END, Output: { a: ['{% 1 + %}'] } } }),
    /\/States\/A\/Output\/a\/0: not JSONata/,
  );
});

test('Wait has either seconds or a time', () => {
  refused(machine({ A: { Type: 'Wait', End: true } }), /exactly one of Seconds and Timestamp/);
});

test('States.ALL stands alone and last', () => {
  const Retry = [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['ServerBusy'] }];
  refused(machine({ A: call('a', { Retry }) }), /States.ALL must stand alone/);
  const Catch = [{ ErrorEquals: ['States.ALL', 'ServerBusy'], Next: 'A' }];
  refused(machine({ A: call('a', { Catch }) }), /States.ALL must stand alone/);
});

test('a variable of an outer scope cannot be set again in an inner one', () => {
  const inner = { StartAt: 'In', States: { In: { ...END, Assign: { v: 2 } } } };
  const outer = { Type: 'Pass', Assign: { v: 1 }, Next: 'B' };
  refused(
    machine({ A: outer, B: { Type: 'Parallel', Branches: [inner], End: true } }),
    /\$v belongs to an outer scope/,
  );
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const ItemProcessor = { ...inner, ProcessorConfig };
  parseDefinition(machine({ A: outer, B: { Type: 'Map', ItemProcessor, End: true } }));
});
