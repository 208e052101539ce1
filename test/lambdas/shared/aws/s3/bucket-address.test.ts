import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bucketAddress, objectPath } from '../../../../../lambdas/shared/aws/s3/bucket-address.ts';
import { customEndpoint, endpointOf } from '../../../../../lambdas/shared/aws/wire/endpoint.ts';

const aws = endpointOf('s3', 'eu-west-1', {});

test('a bucket of AWS has a host of its own', () => {
  const address = bucketAddress(aws, 'lake');
  assert.deepEqual(address, { origin: 'https://lake.s3.eu-west-1.amazonaws.com', basePath: '' });
  assert.equal(objectPath(address, 'a/b'), '/a/b');
});

test('a bucket with a dot in its name stands in the path, where the certificate fits', () => {
  const address = bucketAddress(aws, 'lake.example');
  const origin = 'https://s3.eu-west-1.amazonaws.com';
  assert.deepEqual(address, { origin, basePath: '/lake.example' });
});

test('on a custom endpoint a bucket stands in the path', () => {
  const address = bucketAddress(customEndpoint('http://localhost:4566/base/'), 'lake');
  assert.deepEqual(address, { origin: 'http://localhost:4566', basePath: '/base/lake' });
  assert.equal(objectPath(address, 'a'), '/base/lake/a');
});

test('all of a key but its slashes is encoded as signatures are', () => {
  const address = bucketAddress(aws, 'lake');
  assert.equal(
    objectPath(address, "a=b/c d+(e)!'*~._-ä"),
    '/a%3Db/c%20d%2B%28e%29%21%27%2A~._-%C3%A4',
  );
});
