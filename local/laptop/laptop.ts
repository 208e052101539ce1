import type { Aws } from '../../lambdas/aws/aws.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import { stopExport } from '../../lambdas/settlement/decision.ts';
import type { Execution } from '../../lambdas/workflow/executions.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { ExecutionRecord } from '../executions/execution-record.ts';
import { createExecutions } from '../executions/executions.ts';
import { processAlive } from '../executions/process-identity.ts';
import type { StatusChange } from '../executions/status-change.ts';
import { stepFunctionsApi } from '../executions/step-functions-api.ts';
import type { Lake } from './lake.ts';
import { createTables } from './lake-tables.ts';
import { expectedKeys, openLocalCloud } from './local-cloud.ts';
import { createRunner, type Machine, type MeasuredRun } from './machine.ts';
import { type ExportObserver, exportObservers, observedStorage } from './observers.ts';
import { type Collaborators, collaborators, stepHandlers, type World } from './steps.ts';

/** The whole of Sluice on one machine: the deployed definition over the real steps. */
export type Laptop = {
  aws: Aws;
  collaborators: Collaborators;
  /** Shows an export to somebody while it runs; gives the way to stop showing it. */
  observe(exportId: string, watch: ExportObserver): () => void;
  /** Resolves when the execution has ended and is cleaned up after. */
  finished(exportId: string): Promise<Execution>;
  /** What the run of an export came to, once it is finished. */
  measured(exportId: string): MeasuredRun | undefined;
  /** Stops what runs, waits until it is cleaned up after, and gives the ports back. */
  close(): Promise<void>;
};

type LaptopSettings = {
  lake: Lake;
  sources: Sources;
  /** Credentials by the name of their secret. */
  secrets: Readonly<Record<string, string>>;
  machine: Machine;
  world: World;
  connection: 'endpoint' | 'in-process';
};

/** Puts the local cloud, the state machine and the steps together over one folder. */
export async function openLaptop(settings: LaptopSettings): Promise<Laptop> {
  const { lake, sources, secrets, machine, world, connection } = settings;
  const { directory, stateMachineArn } = lake;
  const watched = exportObservers();
  const executions = createExecutions({
    ...{ directory, stateMachineArn, clock: world.clock, processAlive },
    run: (execution) => runs.run(execution),
    onStatusChange: (event) => cleanUp(event),
  });
  const stepFunctions = stepFunctionsApi(executions);
  const cloud = await openLocalCloud({
    ...{
      directory,
      secrets,
      connection,
      stepFunctions,
      clock: world.clock,
      random: world.random,
    },
    expectedKeys: expectedKeys(sources),
  });
  const made = collaborators(cloud.aws, lake, sources, world);
  const deps = { ...made, storage: observedStorage(made.storage, watched.onStored) };
  const steps = stepHandlers(deps);
  const runs = createRunner(machine, steps, { ...deps, stateMachineArn }, watched);
  const cleanUp = statusChangeRule(steps['clean-up']);
  await createTables(machine.template, cloud.aws);
  return {
    aws: cloud.aws,
    collaborators: deps,
    observe: watched.add,
    finished: async (exportId) => toExecution(await executions.finished(exportId)),
    measured: runs.measured,
    async close() {
      for (const { name } of await executions.list('RUNNING'))
        if (runs.isRunning(name)) {
          await stopExport(name, 'the command was ended', deps);
          await executions.finished(name);
        }
      await cloud.close();
    },
  };
}

/** A record of the local executions as the steps know an execution. */
function toExecution(record: ExecutionRecord): Execution {
  const { status, startDate, stopDate, output, error, cause } = record;
  return {
    status,
    startedAt: new Date(startDate),
    ...(stopDate !== undefined && { stoppedAt: new Date(stopDate) }),
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

/** Lambda's limit of the clean-up function, as `infra/functions/steps.ts` sets it. */
const REMAINING_MILLISECONDS = 5 * 60 * 1000;

/** As EventBridge, which tries an event again when its target fails. */
const TRIES = 3;

/** For a machine under a customer key, as ours is, AWS leaves out what an execution was about. */
function asEncrypted(event: StatusChange) {
  const { input: _, output: __, error: ___, cause: ____, ...detail } = event.detail;
  return { ...event, detail };
}

/** The rule that calls Clean up for an execution that was aborted, timed out or failed. */
const statusChangeRule =
  (cleanUp: StepHandler<unknown> | undefined) =>
  async (event: StatusChange): Promise<void> => {
    for (let tries = 1; tries <= TRIES; tries += 1) {
      try {
        await cleanUp?.(asEncrypted(event), {
          getRemainingTimeInMillis: () => REMAINING_MILLISECONDS,
        });
        return;
      } catch {
        // In AWS the event goes to the dead-letter queue; here the next export of the scope settles it.
      }
    }
  };
