import { writeFileSync } from 'node:fs';
import { runAlone } from '../run/run-alone.ts';
import { testFiles } from '../run/test-files.ts';
import { document } from './document.ts';
import { proofFiles } from './proof-files.ts';
import { problems, proofsById } from './proofs.ts';
import { type FileRun, fileRun } from './run-file.ts';
import { showProgress } from './show-progress.ts';

const DOCUMENT = 'docs/protocol.md';

/**
 * Runs the tests that prove something of the protocol, and writes down what passed. Exits with 1 where
 * a test failed, or a rule has none that passed.
 */
async function run(): Promise<void> {
  const files = proofFiles();
  const runs = await runAll(files, showProgress(files.length));
  const proofs = proofsById(runs);
  writeFileSync(DOCUMENT, document(runs, proofs));
  const wrong = problems(runs, proofs);
  for (const problem of wrong) process.stdout.write(`${problem}\n`);
  process.stdout.write(`${DOCUMENT} is written, ${wrong.length} problems\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

async function runAll(files: readonly string[], show: (run: FileRun) => void): Promise<FileRun[]> {
  const runs = new Map<string, FileRun>();
  const entries = testFiles({ everything: true, named: files });
  await runAlone(entries, (report) => {
    const done = fileRun(report);
    runs.set(done.file, done);
    show(done);
  });
  return files.flatMap((file) => runs.get(file) ?? []);
}

await run();
