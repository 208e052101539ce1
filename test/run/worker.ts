import { resolve } from 'node:path';
import { suite } from 'node:test';
import { pathToFileURL } from 'node:url';
import { takeFrom } from './queue.ts';

/**
 * The program that runs test files in one process, one after the other. Each is a suite by the file's
 * name: it has the file's hooks to itself, fails where the file cannot be loaded, and ends before the
 * next one is loaded.
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

/** What a file leaves for a moment keeps nobody; this is told of a process that does not end. */
setTimeout(() => process.stderr.write(open.join('')), 2000).unref();
