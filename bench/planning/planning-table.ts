import type { Outcome } from '../measure/suite.ts';
import type { Table } from '../measure/table.ts';

/** What a step took in memory that was enough, or that none was. */
export type InMemory =
  | {
      kind: 'done';
      megabytes: number;
      cpuSeconds: number;
      wallSeconds: number;
      peakBytes: number;
    }
  | { kind: 'failed'; why: string };

/** A step of an export of so many files. */
export type Planned = {
  step: 'plan' | 'publish';
  files: number;
  ownMegabytes: number;
  ran: InMemory;
};

/** The table, and what a file costs where most of them were planned. */
export function planningOutcome(all: readonly Planned[]): Outcome {
  const plan = perFile('plan', all);
  const publish = perFile('publish', all);
  return {
    tables: [planningTable(all)],
    findings: {
      ...(plan !== undefined && { planCpuSecondsPerFile: plan }),
      ...(publish !== undefined && { publishCpuSecondsPerFile: publish }),
    },
  };
}

function perFile(step: Planned['step'], all: readonly Planned[]): number | undefined {
  for (const { ran, files, step: ofStep } of all)
    if (ofStep === step && ran.kind === 'done') return ran.cpuSeconds / files;
  return undefined;
}

const planningTable = (all: readonly Planned[]): Table => ({
  title: 'Plan and publish very many files',
  columns: ['step', 'files', 'CPU-s', 's', 'CPU-us/file', 'peak RSS', 'function has', 'enough is'],
  rows: all.map(({ step, files, ownMegabytes, ran }) => [
    ...[step, files.toLocaleString('en-US'), ...figures(ran, files)],
    `${ownMegabytes} MB`,
    ran.kind === 'done' ? `${ran.megabytes} MB` : 'none',
  ]),
  notes: [
    'Each step alone in its process, one run, over an S3 server on the other core; one page of manifest.',
    "The heap has 90 % of the function's memory. Where that is too little, twice as much is tried, up to Lambda's 10,240 MB.",
    ...all.flatMap((each) => remark(each)),
  ],
});

function figures(ran: InMemory, files: number): string[] {
  if (ran.kind === 'failed') return ['-', '-', '-', '-'];
  return [
    ran.cpuSeconds.toFixed(2),
    ran.wallSeconds.toFixed(2),
    ((ran.cpuSeconds / files) * 1e6).toFixed(0),
    `${(ran.peakBytes / 1024 ** 2).toFixed(0)} MiB`,
  ];
}

const fitting = (files: number, megabytes: number, peakBytes: number): string => {
  const share = (megabytes * 1024 ** 2) / peakBytes;
  return (Math.floor((files * share) / 10_000) * 10_000).toLocaleString('en-US');
};

/** What an operator has to know of such an export. */
function remark({ step, files, ownMegabytes, ran }: Planned): string[] {
  const work = `${step} of ${files.toLocaleString('en-US')} files`;
  if (ran.kind === 'failed') {
    const [why = ''] = ran.why.split('\n');
    return [`${work} fits into no Lambda: ${why.slice(0, 200)}`];
  }
  if (ran.megabytes <= ownMegabytes) return [];
  return [
    `${work} does not fit into ${ownMegabytes} MB: give the function ${ran.megabytes} MB in infra/functions/steps.ts. By proportion to the peak, some ${fitting(files, ownMegabytes, ran.peakBytes)} files fit.`,
  ];
}
