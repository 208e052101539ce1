import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { handlerIn } from '../../infra/handler-in.ts';
import { stepList } from '../../infra/step-list.ts';
import type { Machine } from '../measure/machine.ts';
import { median } from '../measure/median.ts';
import { runMeasured } from '../measure/run-measured.ts';
import type { Scale } from '../measure/scale.ts';
import type { Table } from '../measure/table.ts';
import { bundle } from './bundle.ts';

/** Every Lambda's bundle: its size, and how long a fresh process takes to import it. */
export async function measureBundles(
  { coldStarts }: Pick<Scale, 'coldStarts'>,
  machine: Machine,
  tell: (line: string) => void,
): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bundles-'));
  try {
    const bundled = await bundleAll(folder);
    const imported = new Map(bundled.map(({ name }): [string, number[]] => [name, []]));
    for (let time = 1; time <= coldStarts; time += 1) {
      for (const { name, file } of bundled)
        imported.get(name)?.push(await importMilliseconds(file, machine));
      tell(`bundles, round ${time} of ${coldStarts}`);
    }
    const rows = bundled.map(({ name, bytes }) => {
      const times = imported.get(name) ?? [];
      return [name, (bytes / 1024).toFixed(0), median(times).toFixed(1), range(times)];
    });
    return {
      title: 'Cold start: bundles of the functions',
      columns: ['function', 'KiB minified', 'import ms', 'range'],
      rows,
      notes: [
        `Each imported ${coldStarts} times in a fresh process, medians, in turn; Node's own start is not in it.`,
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Bundled = { name: string; file: string; bytes: number };

async function bundleAll(folder: string): Promise<Bundled[]> {
  const empty = join(folder, 'nothing.ts');
  await writeFile(empty, 'export const handler = () => {};');
  const steps = [...Object.values(stepList), { name: 'jwks', folder: 'jwks' }];
  const entries = steps.map((step) => ({ name: step.name, entry: handlerIn(step.folder).entry }));
  return Promise.all(
    [{ name: 'nothing', entry: empty }, ...entries].map(async ({ name, entry }) => {
      const file = join(folder, `${name}.mjs`);
      return { name, file, bytes: await bundle(entry, file) };
    }),
  );
}

async function importMilliseconds(file: string, { client }: Machine): Promise<number> {
  const url = JSON.stringify(pathToFileURL(file).href);
  const script = `const began = performance.now(); await import(${url}); process.stdout.write(String(performance.now() - began))`;
  const node = [process.execPath, '--input-type=module', '--eval', script];
  const { stdout } = await runMeasured([...client, ...node]);
  return Number(stdout);
}

const range = (times: readonly number[]) =>
  `${Math.min(...times).toFixed(1)}-${Math.max(...times).toFixed(1)}`;
