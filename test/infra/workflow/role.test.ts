import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf, reachOf } from '../statements.ts';

test('the state machine can invoke its functions, run its map, and encrypt its history', () => {
  assert.deepEqual(actionsOf('WorkflowRole'), [
    'kms:Decrypt',
    'kms:GenerateDataKey',
    'lambda:InvokeFunction',
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
    's3:AbortMultipartUpload',
    's3:GetObject',
    's3:ListMultipartUploadParts',
    's3:PutObject',
    'states:DescribeExecution',
    'states:StartExecution',
    'states:StopExecution',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ]);
  assert.equal(reachOf('WorkflowRole', 'lambda:InvokeFunction').length, 6);
  assert.deepEqual(reachOf('WorkflowRole', 's3:PutObject'), ['exports/*/download/*']);
  assert.deepEqual(reachOf('WorkflowRole', 's3:GetObject'), [
    'exports/*/download/*',
    'exports/*/plan/units-*.json',
  ]);
});
