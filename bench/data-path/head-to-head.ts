import { isInstalled } from '../measure/machine.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import { withLoopback } from '../servers/loopback.ts';
import { contenders } from './contenders.ts';
import { dataPathTable } from './data-path-table.ts';
import { dataPathTargets } from './data-path-targets.ts';
import { bareBytes, bundleClients, inRounds } from './rounds.ts';

const TITLE = 'Moving files: HTTPS to S3 over HTTPS';
const NO_RCLONE = 'rclone is not installed here, and was not measured.';

/** Moves the same files by every contender in turn, round after round. */
export const headToHead = ({ scale, machine, tell }: Bench): Promise<Outcome> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const load = { label: 'data path', ...scale };
    const measuring = { loopback, machine, tell };
    const { bytes, all } = await inRounds(contenders(loopback.folder), load, measuring);
    const measure = { bytes, rounds: scale.rounds, bareBytes: await bareBytes(loopback) };
    const table = dataPathTable(TITLE, all, measure);
    const notes = [...table.notes, ...(isInstalled('rclone') ? [] : [NO_RCLONE])];
    return { tables: [{ ...table, notes }], ...dataPathTargets(all, measure) };
  });
