import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import type { Queue } from './queue.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** The events of a file, with the end of its suite last, unless it is `broken` for that reason. */
export type FileReport = { file: string; events: readonly ReportedEvent[]; broken?: string };

export type Work = {
  queue: Queue;
  /** The worker's name in the queue. */
  worker: string;
  signal: AbortSignal;
  /** The time limit before the first file, and to end after the last one. */
  betweenSeconds: number;
  report(file: FileReport): void;
};

/**
 * Runs files of a queue in one process, until none is left or the process fails. A process that exceeds the
 * time limit of a file, or does not end after its last one, is ended, also by `signal`. Gives whether it took
 * any file.
 */
export async function runWorker({
  queue,
  worker,
  signal,
  betweenSeconds,
  report,
}: Work): Promise<boolean> {
  const limit = timeLimit(betweenSeconds);
  const secondsOf = (name: string) =>
    queue.takenBy(worker).find(({ file }) => file === name)?.seconds ?? 0;
  const stream = run({
    files: [WORKER],
    argv: [queue.folder, worker],
    // More room for short-lived objects saves a twentieth of the tests' time.
    execArgv: ['--max-semi-space-size=64'],
    signal: AbortSignal.any([signal, limit.signal]),
  });
  stream.on('test:dequeue', ({ nesting, name }) => {
    if (nesting === 0 && name !== WORKER) limit.set(secondsOf(name) + betweenSeconds);
  });
  stream.on('test:complete', ({ nesting }) => {
    if (nesting === 0) limit.set(betweenSeconds);
  });
  const { finished, rest, failure } = await listen(stream, report);
  limit.clear();
  const taken = queue.takenBy(worker).map(({ file }) => file);
  const lost = taken.filter((file) => !finished.includes(file));
  const last = lost.pop() ?? (failure && finished.at(-1));
  const broken = failure ?? 'the process ended before it reported its end';
  for (const file of lost) report({ file, events: [], broken: `its report is lost: ${broken}` });
  if (last) report({ file: last, events: rest, broken });
  return taken.length > 0;
}

/** Reports each file that ends; gives the remaining events when the process has ended. */
async function listen(stream: AsyncIterable<TestEvent>, report: Work['report']) {
  const finished: string[] = [];
  let rest: ReportedEvent[] = [];
  let failure: string | undefined;
  for await (const event of stream) {
    if (!isReported(event) || (event.type === 'test:diagnostic' && event.data.nesting === 0))
      continue;
    if ('name' in event.data && event.data.name === WORKER) {
      if (event.type === 'test:fail') failure = reasonOf(event.data.details.error);
      continue;
    }
    rest.push(event);
    if (!isResult(event) || event.data.nesting > 0) continue;
    report({ file: event.data.name, events: rest });
    finished.push(event.data.name);
    rest = [];
  }
  return { finished, rest, failure };
}

/** The reason of `node:test` for a process that failed although its tests did not. */
function reasonOf(error: Error): string {
  const { exitCode, signal } = { exitCode: undefined, signal: undefined, ...error };
  if (signal) return `the process was ended by ${signal}`;
  return exitCode ? `the process ended with exit status ${exitCode}` : error.message;
}

/** A time limit that is reset for each part of the work. */
function timeLimit(firstSeconds: number) {
  const passed = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const clear = () => clearTimeout(timer);
  const set = (seconds: number) => {
    clear();
    const reason = new Error(`the process took longer than ${seconds} s`);
    timer = setTimeout(() => passed.abort(reason), seconds * 1000);
  };
  set(firstSeconds);
  return { signal: passed.signal, set, clear };
}

type Of<Type extends TestEvent['type']> = Extract<TestEvent, { type: Type }>;

/** The end of a test or a suite. */
export type Result = Of<'test:pass' | 'test:fail'>;

/** An event that a reporter prints. */
export type ReportedEvent =
  | Result
  | Of<'test:start' | 'test:diagnostic' | 'test:stdout' | 'test:stderr'>;

export const isResult = (event: TestEvent): event is Result =>
  event.type === 'test:pass' || event.type === 'test:fail';

const isReported = (event: TestEvent): event is ReportedEvent =>
  isResult(event) ||
  event.type === 'test:start' ||
  event.type === 'test:diagnostic' ||
  event.type === 'test:stdout' ||
  event.type === 'test:stderr';

/** Why a test failed: what it threw, or why it did not end. */
export const failureTypeOf = ({ data }: Of<'test:fail'>): unknown =>
  'failureType' in data.details.error ? data.details.error.failureType : undefined;
