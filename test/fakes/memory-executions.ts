import type { Execution, ExecutionStatus, Executions } from '../../lambdas/workflow/executions.ts';

/** How a test ends an execution. */
type ExecutionOutcome = { status: Exclude<ExecutionStatus, 'RUNNING'> } & Partial<
  Pick<Execution, 'output' | 'error' | 'cause'>
>;

/** Step Functions in memory; the test ends executions in place of the state machine. */
type MemoryExecutions = Executions & {
  /** The input of each execution, as JSON text. */
  readonly inputs: ReadonlyMap<string, string>;
  end(exportId: string, outcome: ExecutionOutcome): void;
};

/**
 * Executions with Step Functions' rules for names (F11): the same name and input while it runs is the same
 * execution, any other use of the name is `ExecutionAlreadyExists`.
 */
export function memoryExecutions(now: () => Date = () => new Date()): MemoryExecutions {
  const executions = new Map<string, Execution>();
  const inputs = new Map<string, string>();
  const known = (exportId: string): Execution => {
    const execution = executions.get(exportId);
    if (!execution) throw stepFunctionsError('ExecutionDoesNotExist', exportId);
    return execution;
  };
  const end = (exportId: string, outcome: ExecutionOutcome) => {
    const execution = known(exportId);
    if (execution.status === 'RUNNING')
      executions.set(exportId, { ...execution, ...outcome, stoppedAt: now() });
  };
  return {
    inputs,
    end,
    async start(exportId, input) {
      const text = JSON.stringify(input);
      const present = executions.get(exportId);
      if (present?.status === 'RUNNING' && inputs.get(exportId) === text) return;
      if (present) throw stepFunctionsError('ExecutionAlreadyExists', exportId);
      executions.set(exportId, { status: 'RUNNING', startedAt: now() });
      inputs.set(exportId, text);
    },
    async describe(exportId) {
      return executions.get(exportId);
    },
    async stop(exportId, error, cause) {
      end(exportId, { status: 'ABORTED', error, cause });
    },
  };
}

function stepFunctionsError(name: string, exportId: string): Error {
  const error = new Error(`${name}: ${exportId}`);
  error.name = name;
  return error;
}
