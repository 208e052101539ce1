import { AwsError } from '../cloud/service.ts';
import { MAX_PAYLOAD_BYTES } from '../state-machine/payload.ts';
import { executionArn } from '../state-machine/run-state-machine.ts';
import { executionFiles } from './execution-files.ts';
import type { ExecutionRecord, StoredEvents } from './execution-record.ts';
import { type LiveSettings, liveExecutions } from './live-executions.ts';
import { type ProcessIdentity, thisProcess } from './process-identity.ts';

/** The settings and dependencies of local executions. */
export type ExecutionsSettings = LiveSettings & {
  /** The lake's folder; the records are in `.sluice/` below it. */
  directory: string;
  stateMachineArn: string;
  processAlive: (process: ProcessIdentity) => boolean;
  /** The process that runs these executions; default: this process. */
  self?: ProcessIdentity;
};

/** The executions of one state machine in the folder of one lake, as in Step Functions. */
export type LocalExecutions = {
  readonly stateMachineArn: string;
  /** Starts an execution; the same name and input while it runs is the same execution (F11). */
  start(name: string, input: string): Promise<ExecutionRecord>;
  describe(name: string): Promise<ExecutionRecord | undefined>;
  /** Aborts an execution of this process; one that has ended stays as it is. */
  stop(name: string, error?: string, cause?: string): Promise<ExecutionRecord>;
  /** All executions, or those with one status, the latest first. */
  list(status?: ExecutionRecord['status']): Promise<ExecutionRecord[]>;
  /** Resolves when the execution has ended, in whatever process, and `onStatusChange` has finished. */
  finished(name: string): Promise<ExecutionRecord>;
  /** Its events; empty while it runs in another process. */
  history(name: string): Promise<StoredEvents>;
};

/** How often the record of an execution in another process is read. */
const POLL_MILLISECONDS = 1000;

/**
 * Stores executions as files, which it replaces in one step. A record is RUNNING but its process gone: that
 * execution is ABORTED, so that a killed process holds no lease. Errors are those of the API.
 */
export function createExecutions(settings: ExecutionsSettings): LocalExecutions {
  const { stateMachineArn, clock, self = thisProcess() } = settings;
  const files = executionFiles(settings.directory);
  const live = liveExecutions(files, settings);

  function describe(name: string): ExecutionRecord | undefined {
    const record = files.read(name);
    if (record?.status !== 'RUNNING' || isRunning(record)) return record;
    return { ...record, status: 'ABORTED', ...PROCESS_GONE };
  }
  const isRunning = (record: ExecutionRecord) =>
    record.processId === self.processId
      ? live.get(record.name) !== undefined
      : settings.processAlive(record);
  const existing = (name: string) => describe(name) ?? throwDoesNotExist(stateMachineArn, name);

  return {
    stateMachineArn,
    async start(name, input) {
      checkStart(name, input);
      const startDate = clock.now().toISOString();
      const arn = executionArn(stateMachineArn, name);
      const started = { executionArn: arn, stateMachineArn, name, startDate, input, ...self };
      const record: ExecutionRecord = { ...started, status: 'RUNNING' };
      if (!files.create(record)) return sameExecution(existing(name), input);
      live.start(record);
      return record;
    },
    describe: async (name) => describe(name),
    async stop(name, error, cause) {
      const record = existing(name);
      const execution = live.get(name);
      if (execution) return execution.stop(error, cause);
      return record.status === 'RUNNING' ? throwRunsElsewhere(record) : record;
    },
    async list(status) {
      const all = files.names().map(existing);
      const listed = status === undefined ? all : all.filter((record) => record.status === status);
      return listed.sort((a, b) => b.startDate.localeCompare(a.startDate));
    },
    async finished(name) {
      const execution = live.get(name);
      if (execution) return execution.finished;
      while (existing(name).status === 'RUNNING') await clock.sleep(POLL_MILLISECONDS);
      return existing(name);
    },
    async history(name) {
      existing(name);
      return [...(live.get(name)?.events ?? files.readHistory(name) ?? [])];
    },
  };
}

const PROCESS_GONE = {
  error: 'Local.ProcessGone',
  cause: 'The process that ran this execution is gone.',
};

/** The execution that exists, if it is running with the same input. Throws ExecutionAlreadyExists. */
function sameExecution(existing: ExecutionRecord, input: string): ExecutionRecord {
  if (existing.status === 'RUNNING' && existing.input === input) return existing;
  const message = `Execution Already Exists: '${existing.executionArn}'`;
  throw new AwsError('ExecutionAlreadyExists', message);
}

function throwDoesNotExist(stateMachineArn: string, name: string): never {
  const arn = executionArn(stateMachineArn, name);
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function throwRunsElsewhere({ name, processId }: ExecutionRecord): never {
  const message = `${name} runs in process ${processId}; stop it there`;
  throw new AwsError('ConflictException', message);
}

/** The characters that StartExecution does not allow in a name. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Throws InvalidName and InvalidExecutionInput, as StartExecution does (F11). */
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
