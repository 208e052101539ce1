import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMeasured } from '../measure/run-measured.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import { exportTables, memoryTable, storageTable } from './cost-tables.ts';
import { Counted } from './counted.ts';

/** What exports of few and of many files come to and cost. */
export async function cost({ scale, tell, findings }: Bench): Promise<Outcome> {
  const counted: Counted[] = [];
  for (const files of scale.exportedFiles) {
    counted.push(await count(files));
    tell(`cost: an export of ${files} files`);
  }
  return {
    tables: [...exportTables(counted, findings), storageTable(findings), memoryTable(findings)],
  };
}

/** In a process of its own, which holds the whole history. */
async function count(files: number): Promise<Counted> {
  const program = join(import.meta.dirname, 'client.ts');
  // In memory where there is such a folder: calls are counted, the disk is not measured.
  const env = { TMPDIR: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() };
  const { stdout } = await runMeasured([process.execPath, program, String(files)], env);
  return Counted.parse(JSON.parse(stdout));
}
