import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolved } from '../resolved.ts';
import { ofType } from '../template.ts';

const [rule] = ofType('AWS::Events::Rule').map(({ Properties }) => resolved(Properties));

test('an execution that ends without success calls Clean up, a child execution of the map does not (F3)', () => {
  assert.partialDeepStrictEqual(rule, {
    State: 'ENABLED',
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: ['arn:aws:states:eu-west-1:111122223333:stateMachine:Sluice'],
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
      },
    },
  });
});

test('a Clean up that cannot be called, or fails three times, goes to the dead-letter queue', () => {
  const [queue] = ofType('AWS::SQS::Queue').map(({ id }) => `<${id}.Arn>`);
  const [cleanUp] = ofType('AWS::Lambda::Function').filter(({ id }) => id.includes('CleanUp'));
  const retryPolicy = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 6 * 3600 };
  assert.partialDeepStrictEqual(rule, {
    Targets: [
      {
        Arn: `<${cleanUp?.id}.Arn>`,
        DeadLetterConfig: { Arn: queue },
        RetryPolicy: retryPolicy,
      },
    ],
  });
  const [invoke] = ofType('AWS::Lambda::EventInvokeConfig');
  assert.partialDeepStrictEqual(resolved(invoke?.Properties), {
    FunctionName: `<${cleanUp?.id}>`,
    DestinationConfig: { OnFailure: { Destination: queue } },
    ...retryPolicy,
  });
});
