import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { spec } from 'node:test/reporters';
import {
  type FileReport,
  failureTypeOf,
  isResult,
  type ReportedEvent,
  type Result,
} from './run-worker.ts';

/** The totals of `node:test`, in its order. */
type Totals = Record<
  'tests' | 'suites' | 'pass' | 'fail' | 'cancelled' | 'skipped' | 'todo',
  number
>;

type Report = {
  file(report: FileReport): void;
  /** Prints the totals, and all failures again. */
  end(seconds: number): Promise<Totals>;
};

/** Prints the reports of files, one after the other, like `node:test`. */
export function reportTo(out: Writable): Report {
  const reporter = new spec();
  reporter.pipe(out, { end: false });
  const totals: Totals = {
    tests: 0,
    suites: 0,
    pass: 0,
    fail: 0,
    cancelled: 0,
    skipped: 0,
    todo: 0,
  };
  const write = (event: ReportedEvent) => {
    if (isResult(event)) count(totals, event);
    reporter.write(event);
  };
  const diagnose = (message: string) =>
    write({ type: 'test:diagnostic', data: { nesting: 0, message, level: 'info' } });
  return {
    file: ({ file, events, broken }) => {
      for (const event of broken === undefined ? events : withoutUnfinished(events)) write(event);
      if (broken !== undefined) write(failureOf(file, broken));
      else if (!hasTests(events) && !hasFailed(events))
        write(failureOf(file, 'no test ran in this file'));
    },
    end: async (seconds) => {
      for (const [name, number] of Object.entries(totals)) diagnose(`${name} ${number}`);
      diagnose(`duration_ms ${Math.round(seconds * 1000)}`);
      reporter.end();
      await finished(reporter);
      return totals;
    },
  };
}

/** A suite does not count as a test, except for a file that could not be loaded. */
function count(totals: Totals, event: Result): void {
  const { nesting, details, skip, todo } = event.data;
  const failure = event.type === 'test:fail' ? failureTypeOf(event) : undefined;
  const isSuite = details.type === 'suite';
  if (isSuite) totals.suites += 1;
  if (isSuite && (nesting > 0 || failure === undefined || failure === 'subtestsFailed')) return;
  totals.tests += 1;
  if (skip !== undefined) totals.skipped += 1;
  else if (todo !== undefined) totals.todo += 1;
  else if (event.type === 'test:pass') totals.pass += 1;
  else if (CANCELLED.has(failure)) totals.cancelled += 1;
  else totals.fail += 1;
}

const CANCELLED = new Set<unknown>(['cancelledByParent', 'testAborted', 'testTimeoutFailure']);

const hasTests = (events: readonly ReportedEvent[]) =>
  events.some((event) => isResult(event) && event.data.details.type !== 'suite');

const hasFailed = (events: readonly ReportedEvent[]) =>
  events.some(({ type }) => type === 'test:fail');

/** The reporter would wait for the end of every test that has started. */
function withoutUnfinished(events: readonly ReportedEvent[]): ReportedEvent[] {
  const open: ReportedEvent[] = [];
  for (const event of events)
    if (event.type === 'test:start') open.push(event);
    else if (isResult(event)) open.pop();
  return events.filter((event) => !open.includes(event));
}

/** A failure in the form of `node:test`. */
function failureOf(name: string, why: string): ReportedEvent {
  const cause = new Error(why);
  // The stack of this runner says nothing about the cause.
  cause.stack = '';
  const error = Object.assign(new Error(why), { cause, code: 'ERR_TEST_FAILURE' });
  const ids = { testId: 0, parentId: undefined, testNumber: 0 };
  const details = { duration_ms: 0, error, type: 'test' } as const;
  return { type: 'test:fail', data: { ...ids, name, nesting: 0, tags: [], details } };
}
