import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { resolved } from '../resolved.ts';
import { ofType } from '../synthesized.ts';

const [machine] = ofType('AWS::StepFunctions::StateMachine');
const properties = z.record(z.string(), z.json()).parse(resolved(machine?.Properties));

test('the machine is a standard one, under a fixed name, so that its steps can be told of it', () => {
  assert.equal(properties.StateMachineName, 'Sluice');
  assert.equal(properties.StateMachineType, 'STANDARD');
});

test('history and definition are encrypted with our own key', () => {
  assert.partialDeepStrictEqual(properties.EncryptionConfiguration, {
    Type: 'CUSTOMER_MANAGED_KMS_KEY',
  });
});

test('logs tell every event and no data', () => {
  assert.partialDeepStrictEqual(properties.LoggingConfiguration, {
    Level: 'ALL',
    IncludeExecutionData: false,
  });
  assert.deepEqual(properties.TracingConfiguration, { Enabled: true });
});

test('the machine waits for its role and all its policies', () => {
  const Dependent = z.looseObject({ DependsOn: z.array(z.string()) });
  const { DependsOn } = Dependent.parse(machine);
  assert.ok(DependsOn.some((id) => id.startsWith('WorkflowRoleDefaultPolicy')));
});
