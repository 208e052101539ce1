import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointOf } from '../../../../../lambdas/shared/aws/wire/endpoint.ts';

const originOf = (service: Parameters<typeof endpointOf>[0], region: string, variables = {}) =>
  endpointOf(service, region, variables).origin;

test('a service has a host in its region, and China a domain of its own', () => {
  assert.equal(originOf('states', 'eu-west-1'), 'https://states.eu-west-1.amazonaws.com');
  assert.equal(originOf('glue', 'us-gov-west-1'), 'https://glue.us-gov-west-1.amazonaws.com');
  assert.equal(originOf('kms', 'cn-north-1'), 'https://kms.cn-north-1.amazonaws.com.cn');
  assert.equal(endpointOf('s3', 'us-east-1', {}).kind, 'aws');
});

test('a variable names another endpoint, and one of a service goes before that of all', () => {
  const variables = {
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: 'https://vault.example/base/',
    AWS_ENDPOINT_URL_GLUE: '',
  };
  const all = { kind: 'custom', origin: 'http://127.0.0.1:4566', basePath: '' };
  assert.deepEqual(endpointOf('s3', 'us-east-1', variables), all);
  assert.deepEqual(endpointOf('glue', 'us-east-1', variables), all);
  const vault = { kind: 'custom', origin: 'https://vault.example', basePath: '/base' };
  assert.deepEqual(endpointOf('secretsmanager', 'us-east-1', variables), vault);
});
