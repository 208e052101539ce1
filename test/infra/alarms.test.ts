import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolved } from './resolved.ts';
import { statementsOf } from './statements.ts';
import { ofType, template } from './synthesized.ts';

const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

test('an export that fails, times out or is aborted raises an alarm', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)' },
      { MetricStat: { Metric: { MetricName: 'ExecutionsFailed' }, Stat: 'Sum' } },
      { MetricStat: { Metric: { MetricName: 'ExecutionsTimedOut' }, Stat: 'Sum' } },
      { MetricStat: { Metric: { MetricName: 'ExecutionsAborted' }, Stat: 'Sum' } },
    ],
  });
});

test('an export that could not start, or was not cleaned up, raises an alarm', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
  });
});

test('every alarm names its article in the runbook and tells the operators', () => {
  assert.equal(alarms.length, 2);
  const [topic] = ofType('AWS::SNS::Topic');
  for (const { AlarmDescription, AlarmActions } of alarms) {
    assert.match(`${AlarmDescription}`, / See docs\/runbook\.md#[a-z-]+$/);
    assert.deepEqual(resolved(AlarmActions), [`<${topic?.id}>`]);
  }
});

test('the topic is encrypted, wants TLS, and lets in this account’s CloudWatch alone', () => {
  const [topic] = ofType('AWS::SNS::Topic');
  assert.match(JSON.stringify(topic?.Properties.KmsMasterKeyId), /KeysOperations/);
  const [policy] = ofType('AWS::SNS::TopicPolicy');
  const statements = statementsOf(policy?.Properties.PolicyDocument);
  const [denied] = statements.filter(({ Effect }) => Effect === 'Deny');
  assert.deepEqual(denied?.Condition, { Bool: { 'aws:SecureTransport': 'false' } });
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
  assert.deepEqual(
    allowed.map(({ Principal, Condition }) => [Principal, Condition]),
    [
      [
        { Service: 'cloudwatch.amazonaws.com' },
        { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      ],
    ],
  );
});
