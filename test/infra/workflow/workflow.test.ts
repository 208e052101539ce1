import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { Source } from '../../../lambdas/settings/source.ts';
import { resolved } from '../resolved.ts';
import { ofType } from '../template.ts';
import { openSource } from '../variant.ts';
import { child, definition, everyState, type State } from './state-machine.ts';

const [machine] = ofType('AWS::StepFunctions::StateMachine');
const properties = z.record(z.string(), z.json()).parse(resolved(machine?.Properties));

test('the machine is a standard one with a fixed name, from which the functions get its ARN', () => {
  assert.equal(properties.StateMachineName, 'Sluice');
  assert.equal(properties.StateMachineType, 'STANDARD');
});

test('history and definition are encrypted with a customer managed key', () => {
  assert.partialDeepStrictEqual(properties.EncryptionConfiguration, {
    Type: 'CUSTOMER_MANAGED_KMS_KEY',
  });
});

test('logs have every event and no execution data', () => {
  assert.partialDeepStrictEqual(properties.LoggingConfiguration, {
    Level: 'ALL',
    IncludeExecutionData: false,
  });
  assert.deepEqual(properties.TracingConfiguration, { Enabled: true });
});

test('the machine depends on its role and all its policies', () => {
  const Dependent = z.looseObject({ DependsOn: z.array(z.string()) });
  const { DependsOn } = Dependent.parse(machine);
  assert.ok(DependsOn.some((id) => id.startsWith('WorkflowRoleDefaultPolicy')));
});

const working = Object.entries(everyState).filter(([, { Type }]) => /^(Task|Map)$/.test(Type));
const tasks = Object.entries(everyState).filter(([, { Type }]) => Type === 'Task');

test('these are all states', () => {
  assert.deepEqual(Object.keys(definition.States).sort(), [
    'All pages?',
    'Anything to download?',
    'Clean up',
    'Cleaned up?',
    'Download',
    'Failed',
    'Kick off',
    'Kicked off?',
    'Plan',
    'Poll',
    'Polled?',
    'Publish',
    'Published',
    'Skipped',
    'Unchanged',
    'Wait',
    'Wait for server',
  ]);
  assert.deepEqual(Object.keys(child.States).sort(), [
    'Download unit',
    'Unit done',
    'Unit downloaded?',
    'Unit not done',
    'Unit waits for server',
  ]);
});

test('the transitions are those of docs/architecture.md', () => {
  assert.equal(definition.StartAt, 'Kick off');
  assert.deepEqual(goesTo(), {
    'Kick off': ['Kicked off?', '!Clean up'],
    'Kicked off?': ['Wait', 'Plan', 'Wait for server', 'Unchanged', 'Skipped'],
    'Wait for server': ['Kick off'],
    Unchanged: [],
    Skipped: [],
    Wait: ['Poll'],
    Poll: ['Polled?', '!Clean up'],
    'Polled?': ['Wait', 'Plan'],
    Plan: ['Anything to download?', '!Clean up'],
    'Anything to download?': ['Download', 'All pages?'],
    Download: ['All pages?', '!Clean up'],
    'All pages?': ['Wait', 'Plan', 'Publish'],
    Publish: ['Published', '!Clean up'],
    Published: [],
    'Clean up': ['Cleaned up?', '!Failed'],
    'Cleaned up?': ['Published', 'Failed'],
    Failed: [],
    'Download unit': ['Unit downloaded?'],
    'Unit downloaded?': ['Download unit', 'Unit waits for server', 'Unit done', 'Unit not done'],
    'Unit waits for server': ['Download unit'],
    'Unit done': [],
    'Unit not done': [],
  });
});

test('every task has a timeout, longer than that of its function (F6)', () => {
  const limits = tasks.map(([name, { TimeoutSeconds }]) => [name, TimeoutSeconds]);
  assert.deepEqual(Object.fromEntries(limits), {
    'Kick off': 960,
    Poll: 360,
    Plan: 960,
    'Download unit': 960,
    Publish: 960,
    'Clean up': 960,
  });
});

test('an execution ends after 15 days at the latest, after the longest deadline (F6)', () => {
  assert.equal(definition.TimeoutSeconds, 15 * 24 * 3600);
  const deadline = (days: number) => Source.safeParse({ ...openSource, deadlineHours: 24 * days });
  assert.ok(deadline(14).success);
  assert.ok(!deadline(14.1).success);
});

test('every task and the map catch all errors in one rule, except the task within the map', () => {
  const catching = working.filter(([name]) => name !== 'Download unit');
  for (const [name, { Catch }] of catching)
    assert.deepEqual(
      Catch?.map(({ ErrorEquals }) => ErrorEquals),
      [['States.ALL']],
      name,
    );
  assert.equal(child.States['Download unit']?.Catch, undefined, 'the map has to see the failure');
});

test('no rule names an error that cannot be caught (F3)', () => {
  const text = JSON.stringify(definition);
  assert.doesNotMatch(text, /States\.DataLimitExceeded|States\.Runtime/);
});

test('the map reads items and writes results with Arguments, as JSONata requires', () => {
  const Location = z.looseObject({ Arguments: z.record(z.string(), z.string()) });
  const { ItemReader, ResultWriter } = z
    .looseObject({ ItemReader: Location, ResultWriter: Location })
    .parse(definition.States.Download);
  assert.equal(ItemReader.Arguments.Key, '{% $plan.unitsKey %}');
  assert.match(ResultWriter.Arguments.Prefix ?? '', /'exports\/' & .* & '\/download'/);
  assert.doesNotMatch(JSON.stringify(definition), /"Parameters"/);
});

test('the map runs distributed, in standard executions, and tolerates no failure (F7)', () => {
  const DistributedMap = z.looseObject({
    Label: z.string(),
    MaxConcurrency: z.string(),
    ItemProcessor: z.looseObject({ ProcessorConfig: z.json() }),
  });
  const map = DistributedMap.parse(definition.States.Download);
  const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  assert.deepEqual(map.ItemProcessor.ProcessorConfig, config);
  assert.equal(map.MaxConcurrency, '{% $plan.maxConcurrency %}');
  assert.ok(map.Label.length <= 40);
  for (const tolerance of ['ToleratedFailurePercentage', 'ToleratedFailureCount'])
    assert.ok(!(tolerance in map), 'nothing said is zero');
});

/** The next states of each state; those of a Catch with an exclamation mark. */
function goesTo(): Record<string, string[]> {
  const next = ({ Next, Choices = [], Default, Catch = [] }: State) => [
    ...(Next ? [Next] : []),
    ...Choices.map((choice) => choice.Next),
    ...(Default ? [Default] : []),
    ...Catch.map((rule) => `!${rule.Next}`),
  ];
  return Object.fromEntries(Object.entries(everyState).map(([name, state]) => [name, next(state)]));
}
