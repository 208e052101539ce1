import { AwsError } from '../cloud/service.ts';
import { MAX_PAYLOAD_BYTES } from '../state-machine/payload.ts';
import { executionArn } from '../state-machine/run-state-machine.ts';
import { executionFiles } from './execution-files.ts';
import type { ExecutionRecord, StoredEvents } from './execution-record.ts';
import { type LiveSettings, liveExecutions } from './live-executions.ts';
import { type ProcessIdentity, thisProcess } from './process-identity.ts';

/** What executions on this machine need. */
export type ExecutionsSettings = LiveSettings & {
  /** The lake's folder; the records lie in `.sluice/` below it. */
  directory: string;
  stateMachineArn: string;
  processAlive: (process: ProcessIdentity) => boolean;
  /** Whose executions these are; this process's, unless a test plays several. */
  self?: ProcessIdentity;
};

/** Executions of one state machine, as Step Functions keeps them, in the folder of one lake. */
export type LocalExecutions = {
  readonly stateMachineArn: string;
  /** Starts one; the same name and input while it runs is the same execution (F11). */
  start(name: string, input: string): Promise<ExecutionRecord>;
  describe(name: string): Promise<ExecutionRecord | undefined>;
  /** Aborts one that runs in this process; one that has ended stays as it is. */
  stop(name: string, error?: string, cause?: string): Promise<ExecutionRecord>;
  /** All there are, or those of one status; the last one started comes first. */
  list(status?: ExecutionRecord['status']): Promise<ExecutionRecord[]>;
  /** Resolves when it has ended, wherever it runs, and `onStatusChange` is through with it. */
  finished(name: string): Promise<ExecutionRecord>;
  /** What is known of its events: all, but none while it runs in another process. */
  history(name: string): Promise<StoredEvents>;
};

/** Milliseconds between two looks at an execution that another process runs. */
const LOOK_AGAIN_MILLISECONDS = 1000;

/**
 * Keeps executions as files that are always whole. A record that says RUNNING while its process is
 * gone is described as ABORTED, so that a killed run holds no lease. Errors are those of the API.
 */
export function createExecutions(settings: ExecutionsSettings): LocalExecutions {
  const { stateMachineArn, clock, self = thisProcess() } = settings;
  const files = executionFiles(settings.directory);
  const live = liveExecutions(files, settings);

  function describe(name: string): ExecutionRecord | undefined {
    const record = files.read(name);
    if (record?.status !== 'RUNNING' || isRun(record)) return record;
    return { ...record, status: 'ABORTED', ...ABANDONED };
  }
  const isRun = (record: ExecutionRecord) =>
    record.processId === self.processId
      ? live.get(record.name) !== undefined
      : settings.processAlive(record);
  const known = (name: string) => describe(name) ?? doesNotExist(stateMachineArn, name);

  return {
    stateMachineArn,
    async start(name, input) {
      checkStart(name, input);
      const startDate = clock.now().toISOString();
      const arn = executionArn(stateMachineArn, name);
      const begun = { executionArn: arn, stateMachineArn, name, startDate, input, ...self };
      const record: ExecutionRecord = { ...begun, status: 'RUNNING' };
      if (!files.create(record)) return sameOrRefused(known(name), input);
      live.begin(record);
      return record;
    },
    describe: async (name) => describe(name),
    async stop(name, error, cause) {
      const record = known(name);
      const execution = live.get(name);
      if (execution) return execution.stop(error, cause);
      return record.status === 'RUNNING' ? runsElsewhere(record) : record;
    },
    async list(status) {
      const all = files.names().map(known);
      const asked = status === undefined ? all : all.filter((record) => record.status === status);
      return asked.sort((a, b) => b.startDate.localeCompare(a.startDate));
    },
    async finished(name) {
      const execution = live.get(name);
      if (execution) return execution.finished;
      while (known(name).status === 'RUNNING') await clock.sleep(LOOK_AGAIN_MILLISECONDS);
      return known(name);
    },
    async history(name) {
      known(name);
      return [...(live.get(name)?.events ?? files.readHistory(name) ?? [])];
    },
  };
}

const ABANDONED = {
  error: 'Local.ProcessGone',
  cause: 'The process that ran this execution is gone.',
};

function sameOrRefused(present: ExecutionRecord, input: string): ExecutionRecord {
  if (present.status === 'RUNNING' && present.input === input) return present;
  const message = `Execution Already Exists: '${present.executionArn}'`;
  throw new AwsError('ExecutionAlreadyExists', message);
}

function doesNotExist(stateMachineArn: string, name: string): never {
  const arn = executionArn(stateMachineArn, name);
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function runsElsewhere({ name, processId }: ExecutionRecord): never {
  const message = `${name} is run by process ${processId}, and only that one can stop it`;
  throw new AwsError('ConflictException', message);
}

/** White space, brackets, wildcards, special and control characters, as StartExecution lists them. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Refuses what StartExecution refuses: `InvalidName`, `InvalidExecutionInput` (F11). */
function checkStart(name: string, input: string): void {
  if (name.length < 1 || name.length > 80 || FORBIDDEN.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  if (Buffer.byteLength(input) > MAX_PAYLOAD_BYTES)
    throw new AwsError('InvalidExecutionInput', 'The input is larger than 262144 bytes');
  if (!isJson(input))
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
