import type { FlowCase } from './flow-case.ts';

/** The machine of a case as a whole. */
export const machineOf = ({ states }: FlowCase) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
});

type End = {
  status: string | undefined;
  /** JSON text. */
  output: string | undefined;
  error: string | undefined;
  entered: string[];
};

/** How an execution ended, in a line. States of different branches are entered in any order. */
export function endLine({ status, output, error, entered }: End): string {
  const end = output === undefined ? error : JSON.stringify(JSON.parse(output));
  return [status, end, entered.sort().join(' ')].filter(Boolean).join(' | ');
}
