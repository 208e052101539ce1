import assert from 'node:assert/strict';
import { test } from 'node:test';
import { putBySdk } from '../../../lambdas/aws/s3/put-data.ts';
import { folderLake, lakeDirectory, parseS3Location, s3Lake } from '../../../local/laptop/lake.ts';
import { awsWire } from '../../fakes/aws-wire.ts';

test('a lake is a folder or a bucket in AWS', () => {
  for (const folder of ['some/where', './a', '/a/b', 'C:\\lake', 's3'])
    assert.equal(parseS3Location(folder), undefined, folder);
  const raw = { bucket: 'my-bucket', prefix: 'raw/fhir/' };
  assert.deepEqual(parseS3Location('s3://my-bucket/raw//fhir/'), raw);
  assert.deepEqual(parseS3Location('s3://my-bucket'), { bucket: 'my-bucket', prefix: '' });
});

test('any other URL or ARN is refused and does not become a folder', () => {
  for (const url of [
    ...['s3://', 's3://UPPER', 's3:/bucket', 's3://bucket/../other', 's3://b', 'S3://bucket/x'],
    ...['https://bucket.s3.amazonaws.com/x', 'arn:aws:s3:::bucket', 'gs://bucket/x'],
  ])
    assert.throws(() => parseS3Location(url), {
      name: 'SettingsInvalid',
      message: /s3:\/\/<bucket>/,
    });
});

test('the local folder of a bucket is below lake-s3', () => {
  assert.equal(lakeDirectory('lake'), 'lake');
  assert.equal(lakeDirectory('s3://my-bucket/raw'), 'lake-s3/my-bucket/raw/');
});

test('keys have the prefix of their location in the bucket only', async () => {
  const { aws, requests } = awsWire([{ body: 'hello', headers: { etag: '"e"' } }]);
  const lake = s3Lake(
    { bucket: 'b-b', prefix: 'raw/' },
    { database: undefined, putData: putBySdk },
    aws,
  );
  assert.equal(lake.name, 's3://b-b/raw');
  await lake.open(aws).storage.read('exports/a.json');
  assert.match(`${requests[0]?.path}`, /^\/raw\/exports\/a\.json/);
});

test('a lake in AWS has its own state machine, because others export into the bucket, too', () => {
  const { aws } = awsWire([]);
  const at = (prefix: string) =>
    s3Lake({ bucket: 'b-b', prefix }, { database: undefined, putData: putBySdk }, aws);
  assert.equal(at('raw/').stateMachineArn, at('raw/').stateMachineArn);
  assert.notEqual(at('raw/').stateMachineArn, at('other/').stateMachineArn);
  assert.notEqual(at('raw/').stateMachineArn, folderLake('lake').stateMachineArn);
});
