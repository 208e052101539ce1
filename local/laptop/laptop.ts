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

/** Sluice on one machine: the deployed state machine with the real steps. */
export type Laptop = {
  aws: Aws;
  collaborators: Collaborators;
  /** Adds an observer of an export; gives the function that removes it. */
  observe(exportId: string, observer: ExportObserver): () => void;
  /** Resolves when the execution has ended and Clean up has finished. */
  finished(exportId: string): Promise<Execution>;
  /** The measurements of a finished run. */
  measured(exportId: string): MeasuredRun | undefined;
  /** Stops running exports, waits for Clean up, and closes the port. */
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

/** Connects the local cloud, the state machine and the steps over one lake. */
export async function openLaptop(settings: LaptopSettings): Promise<Laptop> {
  const { lake, sources, secrets, machine, world, connection } = settings;
  const { directory, stateMachineArn } = lake;
  const observers = exportObservers();
  const executions = createExecutions({
    ...{ directory, stateMachineArn, clock: world.clock, processAlive },
    run: (execution) => runs.run(execution),
    onStatusChange: (event) => cleanUp(event),
  });
  const stepFunctions = stepFunctionsApi(executions);
  const cloud = await openLocalCloud({
    ...{ directory, secrets, connection, stepFunctions },
    ...{ clock: world.clock, random: world.random, expectedKeys: expectedKeys(sources) },
  });
  const unobserved = collaborators(cloud.aws, lake, sources, world);
  const storage = observedStorage(unobserved.storage, observers.onStored);
  const deps = { ...unobserved, storage };
  const steps = stepHandlers(deps);
  const runs = createRunner(machine, steps, { ...deps, stateMachineArn }, observers);
  const cleanUp = statusChangeRule(steps['clean-up']);
  await createTables(machine.template, cloud.aws);
  return {
    aws: cloud.aws,
    collaborators: deps,
    observe: observers.add,
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

/** A record of a local execution as the steps see it. */
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

/** EventBridge retries an event whose target fails. */
const ATTEMPTS = 3;

/** The rule that calls Clean up for an execution that was aborted, timed out or failed. */
const statusChangeRule =
  (cleanUp: StepHandler<unknown> | undefined) =>
  async (event: StatusChange): Promise<void> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        await cleanUp?.(withoutPayloads(event), {
          getRemainingTimeInMillis: () => REMAINING_MILLISECONDS,
        });
        return;
      } catch {
        // AWS sends the event to a dead-letter queue; here the next export of the scope settles it.
      }
    }
  };

/** The stack encrypts executions with a customer key; AWS leaves their payloads out of the event then. */
function withoutPayloads(event: StatusChange) {
  const { input: _, output: __, error: ___, cause: ____, ...detail } = event.detail;
  return { ...event, detail };
}
