import type { LandedType } from '../../lambdas/lake/landed-type.ts';
import { DEFAULTS, type Job } from '../clients/job.ts';
import { type Run, runMeasured } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';
import { filesIn, hashOf, lengthOf } from '../servers/server-stats.ts';
import { bundleClient, idleBytes } from './rounds.ts';
import {
  type ComparedFile,
  type CompressionResult,
  type FileCase,
  type MemoryResult,
  type ResponseKind,
  sizesResult,
} from './sizes-tables.ts';

const TYPE: LandedType = 'Observation';
const RESPONSES: readonly ResponseKind[] = ['length', 'chunked', 'gzip'];
const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;

/**
 * Downloads files of many sizes, by every kind of response and every setting of `compress`, and compares the
 * lake with the server; and a small and a large file alone, to compare the memory.
 */
export const sizes = ({ scale, machine, log }: Bench): Promise<SuiteResult> =>
  withLoopback(machine, async (loopback) => {
    const client = await bundleClient('sluice', loopback.folder);
    const context = { client, loopback, machine };
    const memory: MemoryResult[] = [];
    for (const bytes of scale.sizes) {
      memory.push(await downloadOne(bytes, context));
      log(`sizes: a file of ${bytes / 1e9} GB`);
    }
    const compared: CompressionResult[] = [];
    for (const compress of COMPRESSIONS) {
      const { files } = await downloadAndCompare(casesOf(scale.comparedBytes), compress, context);
      compared.push({ compress, files });
      log(`lake bytes: ${files.length} files, compress: ${compress}`);
    }
    return sizesResult(memory, compared, await idleBytes(loopback));
  });

type Context = { client: string; loopback: Loopback } & Pick<Bench, 'machine'>;

const casesOf = (sizes: readonly number[]): FileCase[] =>
  sizes.flatMap((bytes) => RESPONSES.map((response): FileCase => ({ bytes, response })));

async function downloadOne(bytes: number, context: Context): Promise<MemoryResult> {
  const { run, files } = await downloadAndCompare([{ bytes, response: 'length' }], 'none', context);
  const { cpuSeconds, stdout } = run;
  const isEqual = files.every((file) => file.isEqual);
  return { bytes, peakBytes: Number(stdout), cpuSeconds, isEqual };
}

/** Downloads files by one call of Sluice's client, and compares the SHA-256 of lake and server. */
async function downloadAndCompare(
  cases: readonly FileCase[],
  compress: Job['compress'],
  { client, loopback, machine }: Context,
): Promise<{ run: Run; files: ComparedFile[] }> {
  const { source, sink, env } = loopback;
  const files = cases.map(({ bytes, response }, i) => ({
    type: TYPE,
    url: `${source}${PATHS[response]}/${TYPE}/${bytes}/${i + 1}.ndjson`,
  }));
  for (const { url } of files) await lengthOf(url);
  const job: Job = { sink, bucket: 'hashed', files, ...DEFAULTS, compress };
  const command = [process.execPath, client, JSON.stringify(job)];
  const run = await runMeasured([...machine.client, ...command], env);
  const stored = await filesIn(sink);
  const compared = cases.map(async (each, i) => {
    const found = stored[`/hashed/fhir/${TYPE}/part-${String(i + 1).padStart(5, '0')}`];
    const isEqual = found?.sha256 === (await hashOf(source, TYPE, each.bytes));
    return { ...each, isEqual, stored: found };
  });
  return { run, files: await Promise.all(compared) };
}

const PATHS: Readonly<Record<ResponseKind, string>> = {
  length: '',
  chunked: '/chunked',
  gzip: '/gzip',
};
