import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handlerProps } from '../../infra/functions/bundling.ts';
import { stepList } from '../../infra/functions/steps.ts';
import { bundle } from '../measure/bundle.ts';
import { type Machine, median, runMeasured } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';
import type { Target } from '../measure/tables.ts';

/** The size of every function's bundle, and how long a new process takes to import it. */
export async function bundles({ scale, machine, log }: Bench): Promise<SuiteResult> {
  const { coldStarts } = scale;
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bundles-'));
  try {
    const bundled = await bundleAll(folder);
    const imported = new Map(bundled.map(({ name }): [string, number[]] => [name, []]));
    for (let time = 1; time <= coldStarts; time += 1) {
      for (const { name, file } of bundled)
        imported.get(name)?.push(await importMilliseconds(file, machine));
      log(`bundles, round ${time} of ${coldStarts}`);
    }
    const measured = bundled.map(
      ({ name, bytes }): Measured => ({ name, bytes, times: imported.get(name) ?? [] }),
    );
    return { tables: [table(measured, coldStarts)], targets: targets(measured) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Measured = { name: string; bytes: number; times: readonly number[] };

const table = (measured: readonly Measured[], coldStarts: number) => ({
  title: 'Cold start: bundles of the functions',
  columns: ['function', 'KB minified', 'import ms', 'range'],
  rows: measured.map(({ name, bytes, times }) => [
    name,
    (bytes / 1000).toFixed(0),
    median(times).toFixed(1),
    range(times),
  ]),
  notes: [
    `Each imported ${coldStarts} times in a new process, in turn, medians, without Node's own start.`,
  ],
});

/**
 * The limits allow an import to take 1.8 times as long with the AWS SDK as without: 153 ms for the slowest, 127
 * for api and 135 for poll on a slow machine.
 */
function targets(measured: readonly Measured[]): Target[] {
  const slowest = (measure: string, limit: number, among: readonly Measured[]): Target => ({
    ...{ measure, bound: 'at most', limit, unit: 'ms' },
    measured: Math.max(...among.map(({ times }) => median(times))),
  });
  const named = (name: string) => measured.filter((each) => each.name === name);
  return [
    {
      measure: 'largest bundle of a function, minified',
      ...{ bound: 'at most', limit: 1350, unit: 'KB' },
      measured: Math.max(...measured.map(({ bytes }) => bytes)) / 1000,
    },
    slowest('slowest import of a function', 275, measured),
    slowest('import of api', 228, named('api')),
    slowest('import of poll', 243, named('poll')),
  ];
}

type Bundled = { name: string; file: string; bytes: number };

async function bundleAll(folder: string): Promise<Bundled[]> {
  const empty = join(folder, 'nothing.ts');
  await writeFile(empty, 'export const handler = () => {};');
  const steps = [...Object.values(stepList), { name: 'jwks', folder: 'jwks' }];
  const entries = steps.map((step) => ({
    name: step.name,
    entry: handlerProps(step.folder).entry,
  }));
  return Promise.all(
    [{ name: 'nothing', entry: empty }, ...entries].map(async ({ name, entry }) => {
      const file = join(folder, `${name}.js`);
      return { name, file, bytes: await bundle(entry, file) };
    }),
  );
}

/** By `require`, as Lambda loads a `.js` file without a `package.json` that makes it a module. */
async function importMilliseconds(file: string, { client }: Machine): Promise<number> {
  const script = `const began = performance.now(); require(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - began))`;
  const { stdout } = await runMeasured([...client, process.execPath, '--eval', script]);
  return Number(stdout);
}

const range = (times: readonly number[]) =>
  `${Math.min(...times).toFixed(1)}-${Math.max(...times).toFixed(1)}`;
