import { call } from './run-machine.ts';

const retry = {
  ErrorEquals: ['ServerBusy'],
  IntervalSeconds: 60,
  MaxAttempts: 8,
  BackoffRate: 2,
  MaxDelaySeconds: 900,
  JitterStrategy: 'FULL',
};

const caught = {
  ErrorEquals: ['States.ALL'],
  Assign: { failure: '{% $states.errorOutput %}' },
  Next: 'Clean up',
};

/** A machine in the shape of an export, with every feature that the workflow uses. */
export const everything = {
  Comment: 'An export',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 14 * 24 * 3600,
  StartAt: 'Kick off',
  States: {
    'Kick off': call('kick-off', {
      Arguments: {
        FunctionName: 'kick-off',
        Payload: { exportId: '{% $states.context.Execution.Name %}', start: '{% $states.input %}' },
      },
      Assign: { polls: 0 },
      TimeoutSeconds: 120,
      Retry: [retry],
      Catch: [caught],
      Next: 'How did it begin?',
    }),
    'How did it begin?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.kind = 'skipped' %}", Next: 'Skipped' },
        { Condition: "{% $states.input.kind = 'complete' %}", Next: 'Plan' },
      ],
      Default: 'Wait',
    },
    Wait: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Poll' },
    Poll: call('poll', {
      Arguments: { FunctionName: 'poll', Payload: { polls: '{% $polls %}' } },
      Assign: { polls: '{% $polls + 1 %}' },
      Retry: [retry],
      Catch: [caught],
      Next: 'How did it begin?',
    }),
    Plan: call('plan', {
      Assign: { plan: '{% $states.result.Payload %}' },
      Catch: [caught],
      Next: 'Download',
    }),
    Download: {
      Type: 'Map',
      Label: 'Download',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Arguments: { Bucket: 'lake', Key: '{% $plan.unitsKey %}' },
      },
      ItemSelector: {
        exportId: '{% $states.context.Execution.Name %}',
        unitKey: '{% $states.context.Map.Item.Value.unitKey %}',
      },
      MaxConcurrency: '{% $plan.maxConcurrency %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Download unit',
        States: {
          'Download unit': call('download', {
            Assign: { downloaded: '{% $states.result.Payload %}' },
            Output: '{% $states.input %}',
            Retry: [retry],
            Next: 'Unit downloaded?',
          }),
          'Unit downloaded?': {
            Type: 'Choice',
            Choices: [{ Condition: "{% $downloaded.kind = 'continue' %}", Next: 'Download unit' }],
            Default: 'Unit done',
          },
          'Unit done': { Type: 'Succeed' },
        },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: {
          Bucket: 'lake',
          Prefix: "{% 'exports/' & $states.context.Execution.Name & '/download' %}",
        },
      },
      Catch: [caught],
      Next: 'Publish',
    },
    Publish: call('publish', { Catch: [caught], Next: 'Published' }),
    Published: { Type: 'Succeed' },
    Skipped: { Type: 'Succeed' },
    'Clean up': call('clean-up', {
      Arguments: { FunctionName: 'clean-up', Payload: { failure: '{% $failure %}' } },
      Next: 'Failed',
    }),
    Failed: { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
  },
};
