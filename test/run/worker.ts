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

for (const { file, seconds } of takeFrom(folder, worker))
  await suite(file, { timeout: seconds * 1000 }, async () => {
    await import(pathToFileURL(resolve(file)).href);
  });
