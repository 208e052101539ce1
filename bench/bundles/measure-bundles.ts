import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handlerProps } from '../../infra/functions/bundling.ts';
import { stepList } from '../../infra/functions/steps.ts';
import type { Machine } from '../measure/machine.ts';
import { median } from '../measure/median.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import type { Target } from '../measure/target.ts';
import { bundle } from './bundle.ts';

/** Every Lambda's bundle: its size, and how long a fresh process takes to import it. */
export async function measureBundles({ scale, machine, tell }: Bench): Promise<Outcome> {
  const { coldStarts } = scale;
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bundles-'));
  try {
    const bundled = await bundleAll(folder);
    const imported = new Map(bundled.map(({ name }): [string, number[]] => [name, []]));
    for (let time = 1; time <= coldStarts; time += 1) {
      for (const { name, file } of bundled)
        imported.get(name)?.push(await importMilliseconds(file, machine));
      tell(`bundles, round ${time} of ${coldStarts}`);
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
    `Each imported ${coldStarts} times in a fresh process, medians, in turn; Node's own start is not in it.`,
  ],
});

/**
 * The AWS SDK may make an import 1.8 times as long as it was without it: then, on a slow machine, the slowest
 * took 153 ms, api 127 and poll 135.
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

/** By `require`, as Lambda loads a `.js` file that no `package.json` calls a module. */
async function importMilliseconds(file: string, { client }: Machine): Promise<number> {
  const script = `const began = performance.now(); require(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - began))`;
  const { stdout } = await runMeasured([...client, process.execPath, '--eval', script]);
  return Number(stdout);
}

const range = (times: readonly number[]) =>
  `${Math.min(...times).toFixed(1)}-${Math.max(...times).toFixed(1)}`;
