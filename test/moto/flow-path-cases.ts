import type { FlowCase } from './flow-case.ts';
import { branch, end } from './flow-pieces.ts';

/** Ways through a machine in which nothing goes wrong. */
export const pathCases: FlowCase[] = [
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
  {
    name: 'a Fail names error and cause',
    states: { A: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } },
  },
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
];
