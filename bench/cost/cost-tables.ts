import { stepList } from '../../infra/functions/steps.ts';
import { prices } from '../../local/probe/prices.ts';
import type { Findings } from '../measure/suite.ts';
import type { Table } from '../measure/table.ts';
import { ASSUMED } from './assumed.ts';
import type { Counted } from './counted.ts';
import { type Cost, exportCosts, total } from './export-cost.ts';
import { downloadSecondsPerGigabyte } from './lambda-seconds.ts';

/** What an export is made of, and what it costs, side by side for several. */
export function exportTables(counted: readonly Counted[], findings: Findings): Table[] {
  const bills = counted.map((each) => exportCosts(each, findings));
  const columns = counted.map(({ files }) => `${files.toLocaleString('en-US')} files`);
  const rows = (tell: (cost: Cost) => string) =>
    (bills[0] ?? []).map(({ what, basis }, i) => [
      what,
      basis,
      ...bills.map((bill) => (bill[i] ? tell(bill[i]) : '-')),
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
        'List prices of us-east-1 as local/probe/prices.ts has them, from memory: check them before a decision hangs on them.',
        'Not counted: KMS (one bucket key serves many objects), X-Ray, tries after failures, data transfer, Athena.',
      ],
    },
  ];
}

const perTerabyte = (bill: readonly Cost[]): string =>
  money(total(bill) / ((bill.find(({ what }) => what === 'content, GB')?.amount ?? 1) / 1000));

/** What keeping and reading a terabyte of content costs, by how it is stored. */
export function storageTable(findings: Findings): Table {
  const {
    compressCpuSecondsPerGigabyte: compress = ASSUMED.compressCpuSecondsPerGigabyte,
    cpuSecondsPerGigabyte: plain = ASSUMED.cpuSecondsPerGigabyte,
  } = findings;
  return {
    title: 'A terabyte of content, by how it is stored',
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
      `Stored ÷ content is assumed, as of real records${ownRatios(findings)}; CPU is ${findings.compressCpuSecondsPerGigabyte ? 'measured over those' : 'assumed'}, dollars are modelled.`,
      `Lambda at ${stepList.download.memoryMegabytes} MB, as Download has it, as long as the slower of the processor and the network takes. Athena reads whole objects and bills stored bytes.`,
    ],
  };
}

function storedRow(name: string, ratio: number, cpuSecondsPerGigabyte: number): string[] {
  const { memoryMegabytes } = stepList.download;
  const seconds = downloadSecondsPerGigabyte(memoryMegabytes, { cpuSecondsPerGigabyte });
  const landing = ((seconds * memoryMegabytes) / 1024) * 1000 * prices.lambdaGigabyteSecond;
  return [
    name,
    ratio.toFixed(3),
    cpuSecondsPerGigabyte.toFixed(2),
    money(landing),
    money(1000 * ratio * prices.s3GigabyteMonth),
    money(ratio * prices.athenaTerabyte),
  ];
}

/** The synthetic records repeat themselves too much to save money by. */
const ownRatios = ({ storedRatios }: Findings): string =>
  storedRatios
    ? ` (the synthetic ones of the bench shrank to ${storedRatios.gzip.toFixed(3)} by gzip and ${storedRatios.zstd.toFixed(3)} by zstd)`
    : '';

/** Whether the function of Download has too much memory, or too little. */
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
    'Where Lambda gives a function of more memory more network too, or a source is verified in full, more memory costs less than it seems here.',
  ],
});

const megabytes = (bytes: number) => `${bytes / 1e6} MB`;

const number = (value: number) =>
  value.toLocaleString(
    'en-US',
    value < 10 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  );

/** Cents and less count: most exports are small. */
const money = (dollars: number) => `$${dollars.toFixed(dollars < 1 ? 5 : 2)}`;
