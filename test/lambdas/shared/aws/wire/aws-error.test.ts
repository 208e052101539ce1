import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AwsError,
  codeOfStatus,
  isAwsError,
} from '../../../../../lambdas/shared/aws/wire/aws-error.ts';
import type { AwsRequest } from '../../../../../lambdas/shared/aws/wire/request.ts';

const request = (service: AwsRequest['service'], operation: string): AwsRequest => ({
  ...{ service, operation, method: 'POST', origin: 'https://a.example', path: '/', query: {} },
  ...{ headers: {}, body: Buffer.from('marker'), refusalIn: () => undefined },
});
const refusal = (code: string) => ({ code, message: 'Value "a-secret" at "secretString"' });

test('an error is named by AWS’s code and says what was asked, in AWS’s words', () => {
  const error = new AwsError(request('glue', 'GetTable'), refusal('InvalidInputException'), 400);
  assert.equal(error.name, 'InvalidInputException');
  assert.equal(
    error.message,
    'GetTable: InvalidInputException: Value "a-secret" at "secretString"',
  );
  assert.ok(isAwsError(error, 'Other', 'InvalidInputException'));
  assert.ok(!isAwsError(error, 'Other'));
});

test('what Secrets Manager says of its input may quote a secret, and is left out', () => {
  const put = request('secretsmanager', 'PutSecretValue');
  const error = new AwsError(put, refusal('InvalidParameterException'), 400);
  assert.equal(error.message, 'PutSecretValue: InvalidParameterException');
  const denied = { code: 'AccessDeniedException', message: 'no right to arn:a' };
  assert.match(new AwsError(put, denied, 400).message, /no right to arn:a/);
});

test('a status that comes without a code has a name that Retry knows where it passes', () => {
  assert.deepEqual([500, 502, 503, 429, 418].map(codeOfStatus), [
    'InternalError',
    'ServiceUnavailable',
    'ServiceUnavailable',
    'ThrottlingException',
    'Http418',
  ]);
});
