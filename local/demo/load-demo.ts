import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../cloud/files.ts';

/** The settings that give the same people at each start. */
const Demo = z.strictObject({ epoch: z.iso.datetime(), people: z.int().min(1) });
export type Demo = { epoch: Date; people: number };

/**
 * The demonstration of this lake. The first start saves `fresh`; later starts read it, so that an
 * incremental export finds the same people with more visits.
 */
export function loadDemo(lake: string, fresh: Demo): Demo {
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
