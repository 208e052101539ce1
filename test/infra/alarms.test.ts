import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRepository } from '../../infra/functions/repository.ts';
import { resolved } from './resolved.ts';
import { statementsOf } from './statements.ts';
import { ofType, template } from './template.ts';

const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

const stepMetric = (MetricName: string, service: string, Period: number) => ({
  MetricStat: {
    Metric: {
      ...{ Namespace: 'Sluice', MetricName },
      Dimensions: [{ Name: 'service', Value: service }],
    },
    ...{ Period, Stat: 'Sum' },
  },
});

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

test('a message in the dead-letter queue raises an alarm', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
  });
});

for (const [what, metric] of [
  ['an export that is published as partial (M11)', 'PartialExports'],
  ['an export with a quarantined file (D10)', 'QuarantinedFiles'],
] as const)
  test(`${what} raises an alarm, whichever step publishes it`, () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      Metrics: [
        { Expression: 'FILL(publish, 0) + FILL(cleanUp, 0) + FILL(kickOff, 0)' },
        stepMetric(metric, 'publish', 300),
        stepMetric(metric, 'clean-up', 300),
        stepMetric(metric, 'kick-off', 300),
      ],
    });
  });

test('a job without progress raises an alarm, and so does a server that is busy for too long (K3, D21)', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Expression: 'FILL(poll, 0) + FILL(kickOff, 0) + FILL(download, 0)' },
      stepMetric('StuckPolls', 'poll', 3600),
      stepMetric('StuckKickOffs', 'kick-off', 3600),
      stepMetric('StuckDownloads', 'download', 3600),
    ],
  });
});

test('the alarms use the namespace and service that the functions count under', () => {
  const environments = ofType('AWS::Lambda::Function').map(({ Properties }) =>
    JSON.stringify(Properties.Environment),
  );
  const dimensions = JSON.stringify(alarms).matchAll(/"Name":"service","Value":"([^"]+)"/g);
  const services = [...dimensions].map(([, service]) => service);
  assert.equal(services.length, 9);
  for (const service of services)
    assert.ok(
      environments.some((variables) => isSet(variables, service)),
      service,
    );
});

const isSet = (variables: string, service = '') =>
  variables.includes(`"POWERTOOLS_SERVICE_NAME":"${service}"`) &&
  variables.includes('"POWERTOOLS_METRICS_NAMESPACE":"Sluice"');

test('every alarm names its own article of the runbook and notifies the topic', () => {
  assert.equal(alarms.length, 5);
  const articles = readFileSync(inRepository('docs/runbook.md'), 'utf8')
    .split('\n')
    .flatMap((line) => /^## (.*)/.exec(line)?.[1]?.toLowerCase().replaceAll(' ', '-') ?? []);
  const [topic] = ofType('AWS::SNS::Topic');
  const linked = new Set<string>();
  for (const { AlarmDescription, AlarmActions } of alarms) {
    const [, article = ''] = / See docs\/runbook\.md#([a-z-]+)$/.exec(`${AlarmDescription}`) ?? [];
    assert.ok(articles.includes(article), `${AlarmDescription}`);
    assert.deepEqual(resolved(AlarmActions), [`<${topic?.id}>`]);
    linked.add(article);
  }
  assert.equal(linked.size, alarms.length);
});

test('the topic is encrypted, requires TLS, and allows only this account’s CloudWatch', () => {
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
