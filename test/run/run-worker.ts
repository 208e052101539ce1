import { run } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import type { Queue } from './queue.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** What a file told, the end of its own suite last; unless it is `broken`, for that reason. */
export type FileReport = { file: string; events: readonly ReportedEvent[]; broken?: string };

export type Work = {
  queue: Queue;
  /** Tells this worker from others of the queue. */
  worker: string;
  signal: AbortSignal;
  /** What a worker may take to come to its first file, and to end after its last one. */
  betweenSeconds: number;
  report(file: FileReport): void;
};

/**
 * Runs files of a queue in one process, until none is left or the process breaks. A process that is
 * longer at a file than that may take, or does not end after its last one, is ended, as by `signal`.
 * Gives whether it came to any file.
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
    // What tests make is soon forgotten: with more room for it, a twentieth of their time is spared.
    execArgv: ['--max-semi-space-size=64'],
    signal: AbortSignal.any([signal, limit.signal]),
  });
  stream.on('test:dequeue', ({ nesting, name }) => {
    if (nesting === 0 && name !== WORKER) limit.set(secondsOf(name) + betweenSeconds);
  });
  stream.on('test:complete', ({ nesting }) => {
    if (nesting === 0) limit.set(betweenSeconds);
  });
  const { through, rest, failure } = await listen(stream, report);
  limit.clear();
  const taken = queue.takenBy(worker).map(({ file }) => file);
  const lost = taken.filter((file) => !through.includes(file));
  const last = lost.pop() ?? (failure && through.at(-1));
  const broken = failure ?? 'the process ended before its end was told';
  for (const file of lost) report({ file, events: [], broken: `its report is lost: ${broken}` });
  if (last) report({ file: last, events: rest, broken });
  return taken.length > 0;
}

/** Reports each file that comes to its end; gives what is left when the process has ended. */
async function listen(stream: AsyncIterable<TestEvent>, report: Work['report']) {
  const through: string[] = [];
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
    through.push(event.data.name);
    rest = [];
  }
  return { through, rest, failure };
}

/** What `node:test` says of a process that failed although its tests did not. */
function reasonOf(error: Error): string {
  const { exitCode, signal } = { exitCode: undefined, signal: undefined, ...error };
  if (signal) return `the process was ended by ${signal}`;
  return exitCode ? `the process ended with exit status ${exitCode}` : error.message;
}

/** A time limit that is set anew for each part of the work. */
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

/** How a test or a suite ended. */
export type Result = Of<'test:pass' | 'test:fail'>;

/** What a reporter prints. */
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

/** Why `node:test` failed a test: what the test threw, or what kept it from its end. */
export const failureTypeOf = ({ data }: Of<'test:fail'>): unknown =>
  'failureType' in data.details.error ? data.details.error.failureType : undefined;
