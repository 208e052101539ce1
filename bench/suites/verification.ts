import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Machine, median, runMeasured } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';
import type { Table } from '../measure/tables.ts';
import { withLoopback } from '../servers/loopback.ts';
import { type Contender, type ContenderRuns, curlPipe, sluice, UNVERIFIED } from './contenders.ts';
import { type Basis, costOf, costsOf, rateOf } from './data-path-results.ts';
import { bundleClient, bundleClients, runRounds } from './rounds.ts';

const FILE_BYTES = 128 * 1024 ** 2;

/** The cost of each setting of `verify` and `compress`, and of each check by itself in memory. */
export const verification = ({ scale, machine, log }: Bench): Promise<SuiteResult> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const load = { label: 'verification', fileBytes: FILE_BYTES, ...scale.verifications };
    const context = { loopback, machine, log };
    const { bytes, all } = await runRounds(variants(loopback.folder), load, context);
    const { tables, findings = {} } = verificationResult(all, { bytes, rounds: load.rounds });
    const checks = await scans(machine);
    log('verification: checks in memory');
    return { tables: [...tables, checks], findings };
  });

const variants = (folder: string): Contender[] => [
  sluice(UNVERIFIED, folder, { verify: 'nothing' }),
  sluice('structural (the default)', folder),
  sluice('full', folder, { verify: 'full' }),
  {
    name: 'gzip stored raw, unchecked (curl | curl -T -)',
    command: curlPipe(['accept-encoding: gzip']),
    ...{ stores: 'encoded', isNode: false, path: '/gzip' },
  },
  sluice('gzip stored raw, structural', folder, { stores: 'encoded', path: '/gzip' }),
  sluice(COMPRESS_ZSTD, folder, { compress: 'zstd', stores: 'encoded' }),
  sluice(COMPRESS_GZIP, folder, { compress: 'gzip', stores: 'encoded' }),
];

const Scans = z.array(z.object({ name: z.string(), secondsPerGigabyte: z.number() }));

/** Each check by itself over content in memory, on one core. */
export async function scans({ client }: Pick<Machine, 'client'>): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-scans-'));
  try {
    const program = await bundleClient('scan', folder);
    const { stdout } = await runMeasured([...client, process.execPath, program]);
    return {
      title: 'Each check by itself, in memory',
      columns: ['check', 's/GB', 'GB/s'],
      rows: Scans.parse(JSON.parse(stdout)).map(({ name, secondsPerGigabyte }) => [
        name,
        secondsPerGigabyte.toFixed(3),
        (1 / secondsPerGigabyte).toFixed(2),
      ]),
      notes: [
        'One core, medians of 5 passes over 16 MiB of Observations in chunks of 64 KiB; GB of content.',
        'The structural scan includes the newlines and UTF-8; the full scan also parses every line.',
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const COMPRESS_ZSTD = 'compress: zstd, structural';
const COMPRESS_GZIP = 'compress: gzip, structural';

type RoundBasis = Pick<Basis, 'bytes' | 'rounds'>;

/** One row for each variant that ran; costs are compared with the first one. */
function verificationResult(all: readonly ContenderRuns[], basis: RoundBasis): SuiteResult {
  const ran = all.filter(({ runs }) => runs.length > 0);
  const failed = all.filter(({ runs }) => runs.length === 0).map(({ name }) => name);
  const base = ran[0] ? costOf(ran[0], basis) : 0;
  const rows = ran.map((each) => {
    const costs = costsOf(each, basis);
    return [
      each.name,
      costOf(each, basis).toFixed(2),
      `${Math.min(...costs).toFixed(2)}-${Math.max(...costs).toFixed(2)}`,
      signed(costOf(each, basis) - base),
      rateOf(each, basis).toFixed(0),
      storedRatio(each, basis).toFixed(3),
    ];
  });
  const of = basis.rounds === 1 ? 'one round' : `medians of ${basis.rounds} interleaved rounds`;
  return {
    tables: [
      {
        title: 'The cost of verifying and compressing',
        columns: ['variant', 'CPU-s/GB', 'range', '+ CPU-s/GB', 'MB/s', 'stored ÷ content'],
        rows,
        notes: [
          `${(basis.bytes / 1e9).toFixed(2)} GB of content in each round, ${of}; GB are of content, before any encoding.`,
          'The content is synthetic and repeats itself: real records shrink less.',
          'A gzip response whose stored ÷ content is 1 was decompressed, and its content stored.',
          ...(failed.length > 0 ? [`Failed, and left out: ${failed.join(', ')}.`] : []),
        ],
      },
    ],
    findings: compressionFindings(ran, basis),
  };
}

function compressionFindings(
  ran: readonly ContenderRuns[],
  basis: RoundBasis,
): SuiteResult['findings'] & object {
  const gzip = ran.find(({ name }) => name === COMPRESS_GZIP);
  const zstd = ran.find(({ name }) => name === COMPRESS_ZSTD);
  if (!gzip || !zstd) return {};
  return {
    storedRatios: { gzip: storedRatio(gzip, basis), zstd: storedRatio(zstd, basis) },
    compressCpuSecondsPerGigabyte: { gzip: costOf(gzip, basis), zstd: costOf(zstd, basis) },
  };
}

const storedRatio = ({ runs }: ContenderRuns, { bytes }: RoundBasis) =>
  median(runs.map(({ storedBytes }) => storedBytes)) / bytes;

const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
