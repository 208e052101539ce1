import type { ExecutionRecord } from './execution-record.ts';
import type { StoredEvents } from './stored-events.ts';

/** Times as AWS JSON 1.0 carries them. */
export const epochSeconds = (time: string): number => Date.parse(time) / 1000;

/** A record as DescribeExecution answers it. */
export function describedWire(record: ExecutionRecord) {
  const { input, output, error, cause } = record;
  return {
    ...listedWire(record),
    input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount: 0,
  };
}

/** A record as ListExecutions answers it. */
export function listedWire(record: ExecutionRecord) {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate } = record;
  return {
    ...{ executionArn, stateMachineArn, name, status, startDate: epochSeconds(startDate) },
    ...(stopDate !== undefined && { stopDate: epochSeconds(stopDate) }),
  };
}

/** An event as GetExecutionHistory answers it: its details lie under a name that its type gives. */
export function eventWire({ timestamp, details, type, ...ids }: StoredEvents[number]) {
  const hasDetails = Object.keys(details).length > 0;
  return {
    ...ids,
    type,
    timestamp: timestamp.getTime() / 1000,
    ...(hasDetails && { [detailsName(type)]: details }),
  };
}

function detailsName(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
