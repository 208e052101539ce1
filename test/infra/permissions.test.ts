import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { actionsOf, deniedTo, permissionsOf, reachOf } from './statements.ts';
import { ofType } from './template.ts';

const EVERY_STEP = [
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const PUBLISH = ['events:PutEvents', 'glue:BatchCreatePartition', 'glue:GetTable'];
const LOG_IN = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'];
const SETTLE = [...PUBLISH, ...LOG_IN, 's3:AbortMultipartUpload', 's3:ListBucketMultipartUploads'];
const CONTROL = ['states:DescribeExecution', 'states:StartExecution', 'states:StopExecution'];

for (const [step, own] of Object.entries({
  KickOff: [...SETTLE, 'states:DescribeExecution'],
  Poll: LOG_IN,
  Plan: [],
  Download: [...LOG_IN, 's3:AbortMultipartUpload'],
  Publish: [...PUBLISH, ...LOG_IN],
  CleanUp: [...SETTLE, 'sqs:SendMessage'],
  Api: CONTROL,
}))
  test(`${step} has these actions and no others`, () => {
    assert.deepEqual(actionsOf(`Steps${step}Role`), [...EVERY_STEP, ...own].sort());
  });

const PUBLISHED = [
  'exports/*/commit-draft.json',
  'exports/*/commit.json',
  'exports/*/decision.json',
  'fhir/export_log/*',
  'state/*',
];

for (const [step, keys] of Object.entries({
  KickOff: [
    ...PUBLISHED,
    'exports/*/failure.json',
    'exports/*/job.json',
    'exports/*/manifest/*',
    'exports/*/request.json',
    'exports/*/quarantine/*',
    'exports/*/refusal.json',
    'exports/*/resumed.json',
    'exports/*/wait.json',
  ],
  Poll: [
    'exports/*/manifest/*',
    'exports/*/progress.json',
    'exports/*/quarantine/*',
    'exports/*/wait.json',
  ],
  Plan: ['exports/*/plan/*', 'exports/*/receipts/inherited.json'],
  Download: [
    'exports/*/attachments/*',
    'exports/*/checkpoints/*',
    'exports/*/quarantine/*',
    'exports/*/receipts/*',
    'exports/*/wait.json',
    'fhir/*',
    'state/*/throttle.json',
  ],
  Publish: PUBLISHED,
  CleanUp: [...PUBLISHED, 'exports/*/failure.json'],
  Api: ['exports/*/decision.json', 'exports/*/request.json'],
}))
  test(`${step} can write these keys and no others`, () => {
    assert.deepEqual(reachOf(`Steps${step}Role`, 's3:PutObject'), [...keys].sort());
  });

for (const step of ['Download', 'KickOff', 'CleanUp'])
  test(`${step} can abort uploads of data and of quarantined files`, () => {
    const keys = reachOf(`Steps${step}Role`, 's3:AbortMultipartUpload');
    assert.deepEqual(keys, ['exports/*/quarantine/*', 'fhir/*']);
  });

test('no role can read patient data', () => {
  for (const { id } of ofType('AWS::IAM::Role'))
    for (const key of reachOf(id, 's3:GetObject')) assert.doesNotMatch(key, /^fhir|^\*/, id);
});

test('no step can read quarantined files, which hold patient data (D10)', () => {
  for (const { id } of ofType('AWS::IAM::Role').filter((role) => role.id.startsWith('Steps')))
    assert.deepEqual(deniedTo(id, 's3:GetObject'), ['exports/*/quarantine/*'], id);
});

test('every step that reads can also list, so that S3 answers 404 for a missing key', () => {
  for (const { id } of ofType('AWS::IAM::Role').filter((role) => role.id.startsWith('Steps'))) {
    const listed = permissionsOf(id).flatMap(({ Action, Condition }) =>
      Action.includes('s3:ListBucket') ? [Condition?.StringLikeIfExists?.['s3:prefix']] : [],
    );
    const read = reachOf(id, 's3:GetObject');
    assert.ok(
      listed.some((prefixes) => isDeepStrictEqual(prefixes, read)),
      id,
    );
  }
});

test('no role can delete an object, or change a policy or a partition', () => {
  const all = ofType('AWS::IAM::Role').flatMap(({ id }) => actionsOf(id));
  const harmful = all.filter((action) => /Delete|Put\w*Policy|Update|\*/.test(action));
  assert.deepEqual(harmful, [
    'logs:DeleteLogDelivery',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ]);
});

test('the resource * is only for X-Ray and log delivery, each in a separate policy', () => {
  const starred = ofType('AWS::IAM::Role')
    .flatMap(({ id }) => permissionsOf(id))
    .filter(({ Resource }) => Resource.includes('*'))
    .flatMap(({ Action }) => Action);
  assert.deepEqual([...new Set(starred.map((action) => action.split(':')[0]))], ['xray', 'logs']);
  assert.ok(!starred.includes('logs:PutLogEvents'));
});

test('the data key works through S3 and Secrets Manager only', () => {
  for (const { id } of ofType('AWS::IAM::Role'))
    for (const { Resource, Condition } of permissionsOf(id))
      if (Resource.some((arn) => arn.startsWith('<KeysData')))
        assert.match(`${Condition?.StringEquals?.['kms:ViaService']}`, /^(s3|secretsmanager)\./);
});

test('only the secret of a rotating refresh token can be written', () => {
  const written = reachOf('StepsPollRole', 'secretsmanager:PutSecretValue');
  const read = reachOf('StepsPollRole', 'secretsmanager:GetSecretValue');
  assert.equal(read.length, 3);
  assert.equal(written.length, 1);
  assert.match(written[0] ?? '', /birch/);
});

test('events have the source sluice, on the default bus', () => {
  const [announce] = permissionsOf('StepsPublishRole').filter(({ Action }) =>
    Action.includes('events:PutEvents'),
  );
  assert.deepEqual(announce?.Condition, { StringEquals: { 'events:source': 'sluice' } });
  assert.match(announce?.Resource[0] ?? '', /event-bus\/default$/);
});

test('the schedules can start executions, and send to the dead-letter queue', () => {
  assert.deepEqual(actionsOf('SchedulesRole'), ['sqs:SendMessage', 'states:StartExecution']);
});
