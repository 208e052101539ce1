import type { FlowCase } from './flow-case.ts';
import { end, mapOf } from './flow-pieces.ts';

const caught = (ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }] });
const ONCE_MORE = [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 }];
const GONE = 'Lambda.ResourceNotFoundException';
const MISSING = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'missing', Payload: {} },
  End: true,
};

/** Errors on their way through Retry and Catch. */
export const errorCases: FlowCase[] = [
  {
    name: 'a failing task is caught by its name',
    states: { A: { ...MISSING, ...caught([GONE]) }, Caught: end(['caught']) },
  },
  {
    name: 'States.ALL catches, and the first catcher that matches does',
    states: {
      A: {
        ...MISSING,
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Wrong' },
          { ErrorEquals: ['States.ALL'], Output: ['caught'], Next: 'Caught' },
        ],
      },
      Wrong: end(['wrong']),
      Caught: { Type: 'Succeed' },
    },
  },
  {
    name: 'a failing task is tried again before it is caught',
    states: {
      A: {
        ...MISSING,
        Retry: [{ ErrorEquals: [GONE], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }],
        ...caught([GONE]),
      },
      Caught: end(['after three attempts']),
    },
  },
  {
    name: 'an error that nothing catches fails the execution',
    states: { A: { ...MISSING, ...caught(['Other']) }, Caught: end(['wrong']) },
  },
  {
    name: 'a failing child is caught by its Map',
    states: {
      A: mapOf({ Type: 'Fail', Error: 'Broken', Cause: 'on purpose' }, caught(['States.ALL'])),
      Caught: end(['caught']),
    },
    explained: 'a child that fails does not fail the Map in moto',
  },
  {
    name: 'a Map whose items are not there fails',
    states: {
      A: mapOf(end([1]), {
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSON' },
          Arguments: { Bucket: 'flow', Key: 'none.json' },
        },
        ...caught(['States.ItemReaderFailed']),
      }),
      Caught: end(['caught']),
    },
    explained: 'moto ends such an execution with States.Runtime',
  },
  { name: 'a function that is not there fails its task', states: { A: MISSING } },
  {
    name: 'a task is tried again and then caught',
    states: {
      A: {
        ...MISSING,
        Retry: ONCE_MORE,
        Catch: [{ ErrorEquals: [GONE], Output: ['gone'], Next: 'Caught' }],
      },
      Caught: { Type: 'Succeed' },
    },
  },
];
