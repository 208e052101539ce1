import { writeFileSync } from 'node:fs';
import { document } from './document.ts';
import { proofFiles } from './proof-files.ts';
import { problems, proofsById } from './proofs.ts';
import { type FileRun, runFile } from './run-file.ts';
import { showProgress } from './show-progress.ts';

const DOCUMENT = 'docs/protocol.md';
/** A file is a process; more than two get in each other's way. */
const AT_ONCE = 2;

/**
 * Runs the tests that prove something of the protocol, and writes down what passed. Exits with 1 where
 * a test failed, or a rule or a case has none that passed.
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
  const queue = files.values();
  const work = async () => {
    for (const file of queue) {
      const done = await runFile(file);
      runs.set(file, done);
      show(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return files.flatMap((file) => runs.get(file) ?? []);
}

await run();
