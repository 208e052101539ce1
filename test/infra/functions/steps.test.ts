import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { DOWNLOAD_MEGABYTES } from '../../../local/probe/estimate.ts';
import { resolved } from '../resolved.ts';
import { ofType, template } from '../template.ts';

const Lambda = z.looseObject({
  Timeout: z.number(),
  MemorySize: z.number(),
  Environment: z.looseObject({ Variables: z.record(z.string(), z.string()) }),
});
const functions = ofType('AWS::Lambda::Function').map(({ Properties }) =>
  Lambda.parse(resolved(Properties)),
);
const named = (name: string) =>
  functions.find(({ Environment }) => Environment.Variables.POWERTOOLS_SERVICE_NAME === name);

const ALWAYS = [
  'POWERTOOLS_METRICS_NAMESPACE',
  'POWERTOOLS_SERVICE_NAME',
  'SOURCES_FILE',
  'BUCKET',
];

for (const [name, own] of Object.entries({
  'kick-off': ['DATABASE', 'STATE_MACHINE_ARN'],
  poll: [],
  plan: [],
  download: [],
  publish: ['DATABASE'],
  'clean-up': ['DATABASE'],
  api: ['STATE_MACHINE_ARN'],
}))
  test(`${name} has the variables that it needs, and none with a secret`, () => {
    const variables = Object.keys(named(name)?.Environment.Variables ?? {});
    assert.deepEqual(variables.sort(), [...ALWAYS, ...own].sort());
  });

test('there is one function for each step', () => {
  assert.equal(functions.length, 7);
});

test('every function runs on Node 24, on arm64, with tracing', () => {
  template.allResourcesProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    TracingConfig: { Mode: 'Active' },
    Handler: 'index.handler',
  });
});

test('the functions have these timeouts and memory sizes', () => {
  assert.deepEqual(
    Object.fromEntries(
      functions.map(({ Timeout, MemorySize, Environment }) => [
        Environment.Variables.POWERTOOLS_SERVICE_NAME,
        [Timeout, MemorySize],
      ]),
    ),
    {
      'kick-off': [900, 1769],
      poll: [300, 1024],
      plan: [900, 1769],
      download: [900, DOWNLOAD_MEGABYTES],
      publish: [900, 1769],
      'clean-up': [900, 1769],
      api: [29, 1024],
    },
  );
});

test('every function has its own log group and its own role', () => {
  const own = (path: 'LoggingConfig' | 'Role') =>
    new Set(
      ofType('AWS::Lambda::Function').map(({ Properties }) => JSON.stringify(Properties[path])),
    );
  assert.equal(own('LoggingConfig').size, 7);
  assert.equal(own('Role').size, 7);
});

test('every log group is encrypted and has a retention', () => {
  const groups = ofType('AWS::Logs::LogGroup');
  assert.equal(groups.length, 9);
  for (const { id, Properties } of groups) {
    assert.match(JSON.stringify(Properties.KmsKeyId), /KeysOperations/, id);
    assert.equal(Properties.RetentionInDays, 365, id);
  }
});
