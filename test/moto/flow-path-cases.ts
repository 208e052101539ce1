import type { FlowCase } from './flow-case.ts';
import { end, mapOf } from './flow-pieces.ts';

/** Ways through a machine in which nothing goes wrong. */
export const pathCases: FlowCase[] = [
  {
    name: 'a state without Output gives on its input',
    states: {
      A: { Type: 'Wait', Seconds: 0, Next: 'B' },
      B: { Type: 'Wait', Seconds: 0, End: true },
    },
    input: { a: [1, null, 'ä'] },
  },
  {
    name: 'a state gives on its Output',
    states: {
      A: { Type: 'Wait', Seconds: 0, Output: { b: [true, 0.5] }, Next: 'B' },
      B: { Type: 'Succeed' },
    },
  },
  {
    name: 'Assign leaves the output alone',
    states: {
      A: { Type: 'Wait', Seconds: 0, Assign: { v: { n: 1 } }, Next: 'B' },
      B: { Type: 'Succeed' },
    },
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
  { name: 'a Map runs its processor for each item', states: { A: mapOf({ Type: 'Succeed' }) } },
  {
    name: 'a Map gives the outputs of its children',
    states: { A: mapOf({ Type: 'Succeed', Output: [1, 2] }) },
  },
];
