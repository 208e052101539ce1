import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../../infra/functions/repository.ts';

/** The variable that names the file of a run's template. */
const FILE = 'SLUICE_TEST_TEMPLATE';

/** Synthesizes the template for all processes that this one starts, into its temporary folder. */
export async function shareTemplate(): Promise<void> {
  const file = join(tmpdir(), 'template.json');
  writeFileSync(file, JSON.stringify(await synthesize()));
  process.env[FILE] = file;
}

/** The stack over the repository's `sources.json`: shared, or synthesized here for a file that runs by hand. */
export async function sharedTemplate(): Promise<unknown> {
  const file = process.env[FILE];
  return file === undefined ? synthesize() : JSON.parse(readFileSync(file, 'utf8'));
}

async function synthesize(): Promise<unknown> {
  const { synthesizeTemplate } = await import('../../infra/synthesize.ts');
  return synthesizeTemplate({ sourcesFile: inRepository('sources.json') });
}
