import { resolve } from 'node:path';
import { suite } from 'node:test';
import { pathToFileURL } from 'node:url';
import { takeFrom } from './queue.ts';

/**
 * The program that runs test files in one process, one after the other. Each file is a suite with the file's
 * name, so that its hooks stay its own. It fails if the file cannot be loaded, and ends before the next one
 * is loaded.
 */
const [folder = '', worker = ''] = process.argv.slice(2);

const open: string[] = [];
for (const { file, seconds } of takeFrom(folder, worker)) {
  const before = process.getActiveResourcesInfo().length;
  await suite(file, { timeout: seconds * 1000 }, async () => {
    await import(pathToFileURL(resolve(file)).href);
  });
  const left = process.getActiveResourcesInfo().slice(before);
  if (left.length > 0) open.push(`${file} left open: ${left.join(', ')}\n`);
}

/** Printed only if the process does not end, because a handle that stays open for a moment is harmless. */
setTimeout(() => process.stderr.write(open.join('')), 2000).unref();
