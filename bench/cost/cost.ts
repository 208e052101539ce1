import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stepList } from '../../infra/functions/steps.ts';
import { prices } from '../../local/probe/prices.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Findings, SuiteResult } from '../measure/suite.ts';
import type { Table } from '../measure/tables.ts';
import { Counted } from './counting.ts';
import { ASSUMED, type Cost, downloadSecondsPerGigabyte, exportCosts, total } from './model.ts';

/** Counts exports of few and of many files, and models their cost. */
export async function cost({ scale, log, findings }: Bench): Promise<SuiteResult> {
  const counted: Counted[] = [];
  for (const files of scale.exportedFiles) {
    counted.push(await count(files));
    log(`cost: an export of ${files} files`);
  }
  return {
    tables: [...exportTables(counted, findings), storageTable(findings), memoryTable(findings)],
  };
}

/** In a process of its own, as the whole history is in memory. */
async function count(files: number): Promise<Counted> {
  const program = join(import.meta.dirname, 'count-export.ts');
  // In memory where the folder exists: calls are counted, the disk is not measured.
  const env = { TMPDIR: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() };
  const { stdout } = await runMeasured([process.execPath, program, String(files)], env);
  return Counted.parse(JSON.parse(stdout));
}

/** The amounts and the costs of several exports. */
export function exportTables(counted: readonly Counted[], findings: Findings): Table[] {
  const bills = counted.map((each) => exportCosts(each, findings));
  const columns = counted.map(({ files }) => `${files.toLocaleString('en-US')} files`);
  const rows = (cell: (cost: Cost) => string) =>
    (bills[0] ?? []).map(({ what, basis }, i) => [
      what,
      basis,
      ...bills.map((bill) => (bill[i] ? cell(bill[i]) : '-')),
    ]);
  return [
    {
      title: 'What an export is made of',
      columns: ['what', 'basis', ...columns],
      rows: rows(({ amount }) => number(amount)),
      notes: [
        'Counted: the synthesized state machine and the real steps ran over the local cloud, and every call was counted.',
        `Modelled for files of ${megabytes(50e6)} (${megabytes(ASSUMED.fileBytes(100_000))} of 100,000 and more), a job of ${ASSUMED.jobSeconds / 60} minutes on the server, ${ASSUMED.maxConcurrency} connections.`,
        'The files that were counted are tiny. Those of the model are uploaded in parts of 8 MiB where they are larger.',
      ],
    },
    {
      title: 'Dollars of one export',
      columns: ['what', 'basis', ...columns],
      rows: [
        ...rows(({ dollars }) => (dollars === undefined ? '' : money(dollars))).filter((row) =>
          row.slice(2).some((cell) => cell !== ''),
        ),
        ['total', '', ...bills.map((bill) => money(total(bill)))],
        ['total, for a terabyte', '', ...bills.map(perTerabyte)],
      ],
      notes: [
        'List prices of us-east-1 in local/probe/prices.ts, which are from memory: check them before you decide by them.',
        'Not counted: KMS (one bucket key serves many objects), X-Ray, retries, data transfer, Athena.',
      ],
    },
  ];
}

const perTerabyte = (bill: readonly Cost[]): string =>
  money(total(bill) / ((bill.find(({ what }) => what === 'content, GB')?.amount ?? 1) / 1000));

/** The cost of storing and reading a terabyte of content, by compression. */
export function storageTable(findings: Findings): Table {
  const {
    compressCpuSecondsPerGigabyte: compress = ASSUMED.compressCpuSecondsPerGigabyte,
    cpuSecondsPerGigabyte: plain = ASSUMED.cpuSecondsPerGigabyte,
  } = findings;
  return {
    title: 'A terabyte of content, by compression',
    columns: [
      'compress',
      'stored ÷ content',
      'CPU-s/GB',
      'Lambda $/TB',
      'S3 $/TB-month',
      'Athena $/TB scanned',
    ],
    rows: [
      storedRow('none', 1, plain),
      storedRow('gzip', ASSUMED.storedRatios.gzip, compress.gzip),
      storedRow('zstd', ASSUMED.storedRatios.zstd, compress.zstd),
    ],
    notes: [
      `Stored ÷ content is assumed, as for real records${ownRatios(findings)}; CPU is ${findings.compressCpuSecondsPerGigabyte ? 'measured over those' : 'assumed'}, dollars are modelled.`,
      `Lambda at ${stepList.download.memoryMegabytes} MB, like Download; the slower of processor and network decides. Athena reads whole objects and bills stored bytes.`,
    ],
  };
}

function storedRow(name: string, ratio: number, cpuSecondsPerGigabyte: number): string[] {
  const { memoryMegabytes } = stepList.download;
  const seconds = downloadSecondsPerGigabyte(memoryMegabytes, { cpuSecondsPerGigabyte });
  const download = ((seconds * memoryMegabytes) / 1024) * 1000 * prices.lambdaGigabyteSecond;
  return [
    name,
    ratio.toFixed(3),
    cpuSecondsPerGigabyte.toFixed(2),
    money(download),
    money(1000 * ratio * prices.s3GigabyteMonth),
    money(ratio * prices.athenaTerabyte),
  ];
}

/** The synthetic records are too repetitive for an estimate. */
const ownRatios = ({ storedRatios }: Findings): string =>
  storedRatios
    ? ` (the synthetic ones of the bench shrank to ${storedRatios.gzip.toFixed(3)} by gzip and ${storedRatios.zstd.toFixed(3)} by zstd)`
    : '';

/** Whether Download's function has too much memory or too little. */
export const memoryTable = (findings: Findings): Table => ({
  title: 'Download by the memory of its function',
  columns: ['memory', 's/GB', 'GB-s/GB', '$/TB', 'bound by'],
  rows: [256, 512, 1024, 1769].map((megabytes) => {
    const seconds = downloadSecondsPerGigabyte(megabytes, findings);
    const gigabyteSeconds = (seconds * megabytes) / 1024;
    const isNetwork = seconds <= 1e9 / ASSUMED.networkBytesPerSecond;
    return [
      `${megabytes} MB`,
      seconds.toFixed(1),
      gigabyteSeconds.toFixed(1),
      money(gigabyteSeconds * 1000 * prices.lambdaGigabyteSecond),
      isNetwork ? 'network' : 'processor',
    ];
  }),
  notes: [
    `Modelled: a network of ${megabytes(ASSUMED.networkBytesPerSecond)} a second, CPU as ${findings.cpuSecondsPerGigabyte === undefined ? 'assumed' : 'measured'}, a share of a processor by memory.`,
    'More memory costs less than here where Lambda also gives such a function more network, or where a source is verified in full.',
  ],
});

const megabytes = (bytes: number) => `${bytes / 1e6} MB`;

const number = (value: number) =>
  value.toLocaleString(
    'en-US',
    value < 10 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  );

/** With fractions of a cent, as most exports are small. */
const money = (dollars: number) => `$${dollars.toFixed(dollars < 1 ? 5 : 2)}`;
