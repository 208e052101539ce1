import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { inRepository } from '../../infra/functions/repository.ts';

const TEST = "import { after, before, test } from 'node:test';\n";

/** Writes temporary test files by name; gives their paths in order. */
export function testFiles(t: TestContext, sources: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-run-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return Object.entries(sources).map(([name, source]) => {
    const file = join(folder, `${name}.test.ts`);
    writeFileSync(file, `${TEST}${source}\n`);
    return file;
  });
}

/** `node` as called by hand, not as a test of the runner. */
export function started(t: TestContext, args: readonly string[]) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: inRepository('.'), env });
  t.after(() => child.kill('SIGKILL'));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const ended = Promise.all([exited, text(child.stdout), text(child.stderr)]).then(
    ([status, stdout, stderr]) => ({ status, stdout, stderr }),
  );
  return { child, ended };
}

/** `npm test` over such files. */
export const runTests = (t: TestContext, sources: Record<string, string>, ...options: string[]) =>
  started(t, ['test/run.ts', ...options, ...testFiles(t, sources)]).ended;

/** Runs such files with a time limit of a second each. */
export function runWithin(t: TestContext, sources: Record<string, string>) {
  const entries = testFiles(t, sources).map((file) => ({ file, seconds: 1 }));
  const [program = ''] = testFiles(t, {
    program: `
    import { reportTo } from '${import.meta.dirname}/report.ts';
    import { runFiles } from '${import.meta.dirname}/run-files.ts';
    const report = reportTo(process.stdout);
    const { signal } = new AbortController();
    await runFiles(${JSON.stringify(entries)}, { signal, report: report.file, betweenSeconds: 3 });
    await report.end(0);`,
  });
  return started(t, [program]).ended;
}
