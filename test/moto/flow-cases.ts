/** A small machine, and in a line why moto runs it otherwise where it does. */
export type FlowCase = {
  name: string;
  states: Record<string, Record<string, unknown>>;
  input?: unknown;
  explained?: string;
};

/** No bare text as output: moto gives it without its quotes. */
const end = (Output: unknown) => ({ Type: 'Pass', Output, End: true });
const caught = (ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }] });
const branch = (name: string, state: Record<string, unknown>) => ({
  StartAt: name,
  States: { [name]: state },
});
const FAIL = { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' };
const FAILING = branch('Inner', FAIL);
const MISSING = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'missing', Payload: {} },
};

/**
 * What both interpreters can run: the flow of states, with literal values. moto 5.2.1 parses JSONata
 * and evaluates none of it, so that no expression, and no variable once it is set, can be compared.
 */
export const flowCases: FlowCase[] = [
  {
    name: 'a Pass without Output gives on its input',
    states: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } },
    input: { a: [1, null, 'ä'] },
  },
  {
    name: 'a Pass gives on its Output',
    states: { A: { Type: 'Pass', Output: { b: [true, 0.5] }, Next: 'B' }, B: { Type: 'Succeed' } },
  },
  {
    name: 'Assign leaves the output alone',
    states: { A: { Type: 'Pass', Assign: { v: { n: 1 } }, Next: 'B' }, B: end(['done']) },
    input: { kept: true },
  },
  { name: 'a Succeed gives its Output', states: { A: { Type: 'Succeed', Output: [1, 2] } } },
  { name: 'a Fail names error and cause', states: { A: FAIL } },
  {
    name: 'a Wait of nothing and of a second',
    states: {
      A: { Type: 'Wait', Seconds: 0, Next: 'B' },
      B: { Type: 'Wait', Seconds: 1, Output: ['rested'], End: true },
    },
  },
  {
    name: 'a Wait until a time that has passed',
    states: { A: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z', End: true } },
    input: 1,
  },
  {
    name: 'a Choice takes the first rule that holds',
    states: {
      A: {
        Type: 'Choice',
        Choices: [
          { Condition: false, Next: 'B' },
          { Condition: true, Next: 'C' },
        ],
        Default: 'B',
      },
      B: end(['no']),
      C: end(['yes']),
    },
  },
  {
    name: 'a Choice falls back on Default',
    states: {
      A: { Type: 'Choice', Choices: [{ Condition: false, Next: 'B' }], Default: 'C' },
      B: end(['no']),
      C: { Type: 'Succeed' },
    },
    input: ['given on'],
  },
  {
    name: 'a Choice without a way out',
    states: {
      A: { Type: 'Choice', Choices: [{ Condition: false, Next: 'B' }] },
      B: end(['no']),
    },
  },
  {
    name: 'the outputs of a Parallel keep the order of its branches',
    states: {
      A: {
        Type: 'Parallel',
        Branches: [
          branch('Slow', { Type: 'Wait', Seconds: 1, Output: 'slow', End: true }),
          branch('Fast', end('fast')),
        ],
        End: true,
      },
    },
  },
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
    name: 'a Map runs its processor for each of its Items',
    states: {
      A: {
        Type: 'Map',
        Items: ['a', 'b', 'c'],
        ItemProcessor: branch('Inner', { Type: 'Pass', End: true }),
        End: true,
      },
    },
  },
  {
    name: 'a Map selects what its iterations are given',
    states: {
      A: {
        Type: 'Map',
        Items: [1, 2],
        MaxConcurrency: 1,
        ItemSelector: { same: 'for all' },
        ItemProcessor: branch('Inner', { Type: 'Succeed' }),
        End: true,
      },
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
  {
    name: 'JSONata is evaluated',
    states: { A: end('{% 1 + 1 %}') },
    explained: 'moto parses JSONata and evaluates none of it',
  },
];
