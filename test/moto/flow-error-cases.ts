import type { FlowCase } from './flow-case.ts';
import { branch, end } from './flow-pieces.ts';

const caught = (ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }] });
const FAIL = { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' };
const FAILING = branch('Inner', FAIL);
const MISSING = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'missing', Payload: {} },
};

/** Errors on their way through Retry and Catch. */
export const errorCases: FlowCase[] = [
  {
    name: 'a failing branch is caught by its Parallel',
    states: {
      A: { Type: 'Parallel', Branches: [FAILING], End: true, ...caught(['Broken']) },
      Caught: { Type: 'Succeed' },
    },
  },
  {
    name: 'States.ALL catches, and the first catcher that matches does',
    states: {
      A: {
        Type: 'Parallel',
        Branches: [FAILING],
        End: true,
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
    name: 'a failing branch is tried again before it is caught',
    states: {
      A: {
        Type: 'Parallel',
        Branches: [FAILING],
        End: true,
        Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }],
        ...caught(['Broken']),
      },
      Caught: end(['after three attempts']),
    },
  },
  {
    name: 'an error that nothing catches fails the execution',
    states: {
      A: { Type: 'Parallel', Branches: [FAILING], End: true, ...caught(['Other']) },
      Caught: end(['wrong']),
    },
  },
  {
    name: 'a failing iteration is caught by its Map',
    states: {
      A: { Type: 'Map', Items: [1], ItemProcessor: FAILING, End: true, ...caught(['States.ALL']) },
      Caught: { Type: 'Succeed' },
    },
  },
  {
    name: 'a function that is not there fails its task',
    states: { A: { ...MISSING, End: true } },
  },
  {
    name: 'a task is tried again and then caught',
    states: {
      A: {
        ...MISSING,
        Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 }],
        Catch: [
          { ErrorEquals: ['Lambda.ResourceNotFoundException'], Output: ['gone'], Next: 'Caught' },
        ],
        End: true,
      },
      Caught: { Type: 'Succeed' },
    },
  },
];
