import { randomUUID } from 'node:crypto';
import type { ExecutionRecord } from './execution-record.ts';

/** The event that EventBridge delivers when the status of an execution changes. */
export type StatusChange = {
  version: '0';
  id: string;
  'detail-type': 'Step Functions Execution Status Change';
  source: 'aws.states';
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: {
    executionArn: string;
    stateMachineArn: string;
    name: string;
    status: ExecutionRecord['status'];
    /** In milliseconds, other than in the API. */
    startDate: number;
    stopDate: number | null;
    input: string;
    inputDetails: { included: true };
    output: string | null;
    error: string | null;
    cause: string | null;
  };
};

/** The event for the status of this record. */
export function statusChange(record: ExecutionRecord): StatusChange {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input } = record;
  const [, , , region = '', account = ''] = executionArn.split(':');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account,
    time: stopDate ?? startDate,
    region,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: Date.parse(startDate),
      stopDate: stopDate === undefined ? null : Date.parse(stopDate),
      input,
      inputDetails: { included: true },
      output: record.output ?? null,
      error: record.error ?? null,
      cause: record.cause ?? null,
    },
  };
}
