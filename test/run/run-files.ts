import { type Entry, type Queue, queueOf } from './queue.ts';
import { runWorker, type Work } from './run-worker.ts';

/** Continuous integration has two cores. */
const AT_ONCE = 2;

/**
 * Runs test files in two processes, which share them, and each isolated file in its own process. If a
 * process fails, another one continues with the files that it has not started.
 */
export async function runFiles(
  entries: readonly Entry[],
  work: Pick<Work, 'signal' | 'betweenSeconds' | 'report'>,
): Promise<void> {
  const alone = entries.filter(({ file }) => file in isolated).map((entry) => queueOf([entry]));
  const shared = queueOf(entries.filter(({ file }) => !(file in isolated)));
  const queues = [shared, ...alone];
  const waiting = queues.values();
  let workers = 0;
  /** The next queue that no worker has started, then the rest of the shared files. */
  const next = (): Queue | undefined => waiting.next().value ?? shared;
  const lane = async () => {
    for (let queue = next(); queue && !queue.isEmpty() && !work.signal.aborted; queue = next()) {
      workers += 1;
      const worker = `${workers}`;
      const took = await runWorker({ ...work, queue, worker });
      if (!took && !queue.isEmpty() && !work.signal.aborted)
        throw new Error('a process for test files does not start');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  for (const queue of queues) queue.remove();
}

/** Files that need their own process, with what they change in it for good. */
export const isolated: Readonly<Record<string, string>> = {
  'test/lambdas/api/route.test.ts': 'the environment that a handler finds when it is loaded',
  'test/lambdas/aws/lambda-handler.test.ts': 'the region in the environment',
};
