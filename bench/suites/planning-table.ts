import type { SuiteResult } from '../measure/suite.ts';
import type { Table } from '../measure/tables.ts';

/** The figures of a step in sufficient memory, or why no Lambda has enough. */
export type RunInMemory =
  | {
      kind: 'done';
      megabytes: number;
      cpuSeconds: number;
      wallSeconds: number;
      peakBytes: number;
    }
  | { kind: 'failed'; why: string };

/** A step of an export of that many files. */
export type StepResult = {
  step: 'plan' | 'publish';
  files: number;
  functionMegabytes: number;
  run: RunInMemory;
};

/** The table, and the CPU per file of the largest export. */
export function planningResult(all: readonly StepResult[]): SuiteResult {
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

function perFile(step: StepResult['step'], all: readonly StepResult[]): number | undefined {
  for (const { run, files, step: ofStep } of all)
    if (ofStep === step && run.kind === 'done') return run.cpuSeconds / files;
  return undefined;
}

const planningTable = (all: readonly StepResult[]): Table => ({
  title: 'Plan and publish very many files',
  columns: ['step', 'files', 'CPU-s', 's', 'CPU-us/file', 'peak RSS', 'function has', 'enough is'],
  rows: all.map(({ step, files, functionMegabytes, run }) => [
    ...[step, files.toLocaleString('en-US'), ...figures(run, files)],
    `${functionMegabytes} MB`,
    run.kind === 'done' ? `${run.megabytes} MB` : 'none',
  ]),
  notes: [
    'Each step alone in its process, one run, over an S3 server on the other core; the manifest has one page.',
    "The heap has 90 % of the function's memory. Where that is too little, the memory is doubled, up to Lambda's 10,240 MB.",
    ...all.flatMap((each) => remark(each)),
  ],
});

function figures(run: RunInMemory, files: number): string[] {
  if (run.kind === 'failed') return ['-', '-', '-', '-'];
  return [
    run.cpuSeconds.toFixed(2),
    run.wallSeconds.toFixed(2),
    ((run.cpuSeconds / files) * 1e6).toFixed(0),
    `${(run.peakBytes / 1024 ** 2).toFixed(0)} MiB`,
  ];
}

const fitting = (files: number, megabytes: number, peakBytes: number): string => {
  const share = (megabytes * 1024 ** 2) / peakBytes;
  return (Math.floor((files * share) / 10_000) * 10_000).toLocaleString('en-US');
};

/** What an operator must know about such an export. */
function remark({ step, files, functionMegabytes, run }: StepResult): string[] {
  const work = `${step} of ${files.toLocaleString('en-US')} files`;
  if (run.kind === 'failed') {
    const [why = ''] = run.why.split('\n');
    return [`${work} does not fit into any Lambda: ${why.slice(0, 200)}`];
  }
  if (run.megabytes <= functionMegabytes) return [];
  return [
    `${work} does not fit into ${functionMegabytes} MB: give the function ${run.megabytes} MB in infra/functions/steps.ts. By proportion to the peak, some ${fitting(files, functionMegabytes, run.peakBytes)} files fit.`,
  ];
}
