import type { ExecutionIdentity } from '../../local/state-machine/execution.ts';
import type { HistoryEvent } from '../../local/state-machine/history.ts';
import type { Counted } from './counted.ts';

type Events = Pick<
  Counted,
  'stateTransitions' | 'historyEvents' | 'childEvents' | 'childExecutions'
>;

/** Counts events of an execution and of its children; a task that is tried again is scheduled again. */
export function countingEvents(exportId: string) {
  let own = 0;
  let children = 0;
  let started = 0;
  let entered = 0;
  let tries = 0;
  let tasks = 0;
  return {
    onEvent({ type }: HistoryEvent, { name }: ExecutionIdentity): void {
      if (name === exportId) own += 1;
      else children += 1;
      if (type === 'ExecutionStarted') started += 1;
      if (type.endsWith('StateEntered')) entered += 1;
      if (type === 'TaskStateEntered') tasks += 1;
      if (type === 'TaskScheduled') tries += 1;
    },
    counted: (): Events => ({
      // The start of an execution counts as one (AWS's price page adds "start" to its states).
      stateTransitions: started + entered + Math.max(0, tries - tasks),
      ...{ historyEvents: own, childEvents: children, childExecutions: started - 1 },
    }),
  };
}
