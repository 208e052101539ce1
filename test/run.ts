import { parseArgs } from 'node:util';
import { reportTo } from './run/report.ts';
import { runAlone } from './run/run-alone.ts';
import { type FileReport, isResult } from './run/run-worker.ts';
import { testFiles } from './run/test-files.ts';

const SLOWEST = 20;

/**
 * `npm test`: runs the named test files, or all except the long ones, or all with `--all`; `--slowest` lists
 * the files that took longest. Exits with 1 if a test failed.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean' }, slowest: { type: 'boolean' } },
  });
  const files = testFiles({ everything: values.all === true, named: positionals });
  const startedAt = performance.now();
  const report = reportTo(process.stdout);
  const seconds = new Map<string, number>();
  const isComplete = await runAlone(files, (file) => {
    seconds.set(file.file, secondsOf(file));
    report.file(file);
  });
  const { fail, cancelled, tests } = await report.end((performance.now() - startedAt) / 1000);
  if (values.slowest) process.stdout.write(slowest(seconds));
  if (fail + cancelled > 0 || tests === 0 || !isComplete) process.exitCode = 1;
}

function secondsOf({ events }: FileReport): number {
  const end = events.at(-1);
  return end && isResult(end) ? end.data.details.duration_ms / 1000 : 0;
}

const slowest = (seconds: ReadonlyMap<string, number>) =>
  [...seconds]
    .sort(([, one], [, other]) => other - one)
    .slice(0, SLOWEST)
    .map(([file, took]) => `${took.toFixed(1).padStart(8)} s  ${file}\n`)
    .join('');

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
});
