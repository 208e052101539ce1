import assert from 'node:assert/strict';
import { test } from 'node:test';
import { s3Storage } from '../../../../lambdas/aws/s3/s3-storage.ts';
import { awsWire } from '../../../fakes/aws-wire.ts';

/** Where an object of a bucket is asked for: origin and path. */
async function askedAt(bucket: string, key: string, change: object, endpoint?: string) {
  const { aws, requests } = awsWire([{ body: 'x' }], endpoint);
  await s3Storage({ ...aws, config: { ...aws.config, ...change } }, bucket).read(key);
  const [{ origin, path } = {}] = requests;
  return `${origin}${path?.replace('?x-id=GetObject', '')}`;
}

for (const [what, bucket, change, url] of [
  ['a host of its own', 'lake', {}, 'https://lake.s3.us-east-1.amazonaws.com/a/b'],
  [
    'the path where a dot in its name would not fit the certificate',
    'lake.example',
    {},
    'https://s3.us-east-1.amazonaws.com/lake.example/a/b',
  ],
  ['China', 'lake', { region: 'cn-north-1' }, 'https://lake.s3.cn-north-1.amazonaws.com.cn/a/b'],
  ['FIPS', 'lake', { useFipsEndpoint: true }, 'https://lake.s3-fips.us-east-1.amazonaws.com/a/b'],
  [
    'both IPs',
    'lake',
    { useDualstackEndpoint: true },
    'https://lake.s3.dualstack.us-east-1.amazonaws.com/a/b',
  ],
  ['eusc', 'lake', { region: 'eusc-de-east-1' }, 'https://lake.s3.eusc-de-east-1.amazonaws.eu/a/b'],
  ['iso', 'lake', { region: 'us-iso-east-1' }, 'https://lake.s3.us-iso-east-1.c2s.ic.gov/a/b'],
] as const)
  test(`a bucket is asked at ${what}: ${url}`, async () => {
    assert.equal(await askedAt(bucket, 'a/b', change), url);
  });

test('on a custom endpoint a bucket stands in the path', async () => {
  const url = await askedAt('lake', 'a', {}, 'http://localhost:4566/base/');
  assert.equal(url, 'http://localhost:4566/base/lake/a');
});

test('all of a key but its slashes is encoded as signatures are', async () => {
  const url = await askedAt('lake', "a=b/c d+(e)!'*~._-ä", {});
  assert.match(url, /\/a%3Db\/c%20d%2B%28e%29%21%27%2A~\._-%C3%A4$/);
});

for (const [name, variables] of [
  ['of S3', { AWS_ENDPOINT_URL_S3: 'http://localhost:1', AWS_ENDPOINT_URL: 'http://localhost:2' }],
  ['of all services', { AWS_ENDPOINT_URL: 'http://localhost:1' }],
] as const)
  test(`a variable names the endpoint ${name}, and the bucket stands in its path`, async () => {
    Object.assign(process.env, variables);
    try {
      assert.equal(await askedAt('lake', 'a', {}), 'http://localhost:1/lake/a');
    } finally {
      for (const variable of Object.keys(variables)) delete process.env[variable];
    }
  });
