import { type Entry, type Queue, queueOf } from './queue.ts';
import { runWorker, type Work } from './run-worker.ts';

/** Two cores are what continuous integration has. */
const AT_ONCE = 2;

/**
 * Runs test files in two processes that share them; those that are isolated in one of their own each.
 * Where a process breaks, another one goes on with what it has not begun.
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
  /** The next that nobody has begun with; when there is none, what is left of the shared files. */
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

/** Files that get a process of their own, and what they change of it and do not change back. */
export const isolated: Readonly<Record<string, string>> = {
  'test/lambdas/api/route.test.ts': 'the environment that a handler finds when it is loaded',
  'test/lambdas/aws/lambda-handler.test.ts': 'the region in the environment',
};
