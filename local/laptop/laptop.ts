import type { Aws } from '../../lambdas/aws/aws.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import { stopExport } from '../../lambdas/settlement/decision.ts';
import type { Execution } from '../../lambdas/workflow/executions.ts';
import { expectedKeys } from '../cloud/kms/expected-keys.ts';
import { createExecutions } from '../executions/executions.ts';
import { processAlive } from '../executions/process-alive.ts';
import { stepFunctionsApi } from '../executions/step-functions-api.ts';
import { type Collaborators, collaborators, type World } from './collaborators.ts';
import { createTables } from './create-tables.ts';
import { ended } from './ended.ts';
import { functions } from './functions.ts';
import type { Lake } from './lake.ts';
import { openLocalCloud } from './local-cloud.ts';
import type { Machine } from './machine.ts';
import { type MeasuredRun, runner } from './runner.ts';
import { statusChangeRule } from './status-change-rule.ts';
import { tellingStorage } from './telling-storage.ts';
import { type ExportObserver, watches } from './watches.ts';

/** The whole of Sluice on one machine: the deployed definition over the real steps. */
export type Laptop = {
  aws: Aws;
  collaborators: Collaborators;
  /** Shows an export to somebody while it runs; gives the way to stop showing it. */
  watch(exportId: string, watch: ExportObserver): () => void;
  /** Resolves when the execution has ended and is cleaned up after. */
  finished(exportId: string): Promise<Execution>;
  /** What the run of an export came to, once it is finished. */
  measured(exportId: string): MeasuredRun | undefined;
  /** Stops what runs, waits until it is cleaned up after, and gives the ports back. */
  close(): Promise<void>;
};

export type LaptopSettings = {
  lake: Lake;
  sources: Sources;
  /** Credentials by the name of their secret. */
  secrets: Readonly<Record<string, string>>;
  machine: Machine;
  world: World;
  reach: 'endpoint' | 'in-process';
};

/** Puts the local cloud, the state machine and the steps together over one folder. */
export async function openLaptop(settings: LaptopSettings): Promise<Laptop> {
  const { lake, sources, secrets, machine, world, reach } = settings;
  const { directory, stateMachineArn } = lake;
  const watched = watches();
  const executions = createExecutions({
    ...{ directory, stateMachineArn, clock: world.clock, processAlive },
    run: (execution) => runs.run(execution),
    onStatusChange: (event) => cleanUp(event),
  });
  const stepFunctions = stepFunctionsApi(executions);
  const cloud = await openLocalCloud({
    ...{ directory, secrets, reach, stepFunctions, clock: world.clock, random: world.random },
    expectedKeys: expectedKeys(sources),
  });
  const made = collaborators(cloud.aws, lake, sources, world);
  const deps = { ...made, storage: tellingStorage(made.storage, watched.onStored) };
  const steps = functions(deps);
  const runs = runner(machine, steps, { ...deps, stateMachineArn }, watched);
  const cleanUp = statusChangeRule(steps['clean-up']);
  await createTables(machine.template, cloud.aws);
  return {
    aws: cloud.aws,
    collaborators: deps,
    watch: watched.add,
    finished: async (exportId) => ended(await executions.finished(exportId)),
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
