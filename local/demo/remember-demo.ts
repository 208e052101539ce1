import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../cloud/files.ts';

/** What makes one demonstration the same from start to start: who its people are, and since when. */
const Demo = z.strictObject({ epoch: z.iso.datetime(), people: z.int().min(1) });
export type Demo = { epoch: Date; people: number };

/**
 * The demonstration of this lake: made at the first start, and found again at the next, so that an
 * incremental export finds the same people, some visits later.
 */
export function rememberDemo(lake: string, fresh: Demo): Demo {
  const file = join(lake, '.sluice', 'demo.json');
  try {
    const { epoch, people } = Demo.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { epoch: new Date(epoch), people };
  } catch {
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, JSON.stringify({ ...fresh, epoch: fresh.epoch.toISOString() }));
    return fresh;
  }
}
