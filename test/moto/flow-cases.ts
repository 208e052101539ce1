import type { FlowCase } from './flow-case.ts';
import { errorCases } from './flow-error-cases.ts';
import { pathCases } from './flow-path-cases.ts';
import { end } from './flow-pieces.ts';

/**
 * What both interpreters can run: the flow of states, with literal values. moto 5.2.1 parses JSONata
 * and evaluates none of it, so that no expression, and no variable once it is set, can be compared.
 */
export const flowCases: FlowCase[] = [
  ...pathCases,
  ...errorCases,
  {
    name: 'JSONata is evaluated',
    states: { A: end('{% 1 + 1 %}') },
    explained: 'moto parses JSONata and evaluates none of it',
  },
];
