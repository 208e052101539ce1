import { join } from 'node:path';
import type { LandedType } from '../../lambdas/lake/landed-type.ts';
import { type Job, USUAL } from '../data-path/client/job.ts';
import { type Run, runMeasured } from '../measure/run-measured.ts';
import type { Bench } from '../measure/suite.ts';
import { filesIn, hashOf, lengthOf } from '../servers/ask.ts';
import type { Loopback } from '../servers/loopback.ts';
import type { ProvedFile } from '../servers/proved-files.ts';

/** How the server answers: with its length, in chunks, or as gzip. */
export type Manner = 'length' | 'chunked' | 'gzip';

/** One file that is landed and compared. */
export type Case = { type: LandedType; bytes: number; manner: Manner };

export type Landed = {
  run: Run;
  files: (Case & { isEqual: boolean; stored: ProvedFile | undefined })[];
};

type Landing = { loopback: Loopback } & Pick<Bench, 'machine'>;

/**
 * Lands files by one call of our client, and compares what a reader of the lake finds with what the server
 * has, both by SHA-256.
 */
export async function landed(
  cases: readonly Case[],
  compress: Job['compress'],
  { loopback, machine }: Landing,
): Promise<Landed> {
  const { source, sink, folder, env } = loopback;
  const files = cases.map(({ type, bytes, manner }, i) => ({
    type,
    url: `${source}${PATHS[manner]}/${type}/${bytes}/${i + 1}.ndjson`,
  }));
  for (const { url } of files) await lengthOf(url);
  const job: Job = { sink, bucket: 'proved', files, ...USUAL, compress };
  const client = [process.execPath, join(folder, 'ours.mjs'), JSON.stringify(job)];
  const run = await runMeasured([...machine.client, ...client], env);
  const stored = await filesIn(sink);
  const compared = cases.map(async (each, i) => {
    const found = stored[`/proved/fhir/${each.type}/${partOf(i + 1)}`];
    const isEqual = found?.sha256 === (await hashOf(source, each.type, each.bytes));
    return { ...each, isEqual, stored: found };
  });
  return { run, files: await Promise.all(compared) };
}

const PATHS: Readonly<Record<Manner, string>> = {
  length: '',
  chunked: '/chunked',
  gzip: '/gzip',
};

const partOf = (index: number) => `part-${String(index).padStart(5, '0')}`;
