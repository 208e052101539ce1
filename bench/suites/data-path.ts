import { join } from 'node:path';
import { DEFAULTS } from '../clients/job.ts';
import { isInstalled } from '../measure/run-measured.ts';
import type { Bench, SuiteResult } from '../measure/suite.ts';
import { withLoopback } from '../servers/loopback.ts';
import { type Contender, CURL_DISCARDS, contenders, node } from './contenders.ts';
import { dataPathTable, dataPathTargets } from './data-path-results.ts';
import { bundleClients, idleBytes, runRounds } from './rounds.ts';

const TITLE = 'Moving files: HTTPS to S3 over HTTPS';
const NO_RCLONE = 'rclone is not installed here, and was not measured.';

/** Moves the same files by every contender in turn, round after round. */
export const dataPath = ({ scale, machine, log }: Bench): Promise<SuiteResult> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const load = { label: 'data path', ...scale };
    const context = { loopback, machine, log };
    const { bytes, all } = await runRounds(contenders(loopback.folder), load, context);
    const basis = { bytes, rounds: scale.rounds, idleBytes: await idleBytes(loopback) };
    const table = dataPathTable(TITLE, all, basis);
    const notes = [...table.notes, ...(isInstalled('rclone') ? [] : [NO_RCLONE])];
    return { tables: [{ ...table, notes }], ...dataPathTargets(all, basis) };
  });

/** Receives the same files by every client in turn and discards them, which is the purpose of the direct transport. */
export const receiving = ({ scale, machine, log }: Bench): Promise<SuiteResult> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const load = { label: 'receiving', ...scale };
    const context = { loopback, machine, log };
    const { bytes, all } = await runRounds(receivers(loopback.folder), load, context);
    const basis = { bytes, rounds: scale.rounds, idleBytes: await idleBytes(loopback) };
    return { tables: [dataPathTable('Receiving files over HTTPS', all, basis)] };
  });

const receivers = (folder: string): Contender[] => [
  ...contenders(folder).filter(({ name }) => name === CURL_DISCARDS),
  receiver('Sluice, transport direct (the default)', folder, 'direct'),
  receiver('Sluice, transport standard (node:https)', folder, 'standard'),
  receiver('undici', folder, 'undici'),
];

const receiver = (name: string, folder: string, client: string): Contender => ({
  ...{ name, stores: 'nothing', isNode: true },
  command: (files, sink) => [
    ...node(join(folder, 'receive.mjs'), { files, sink, bucket: 'lake', ...DEFAULTS }),
    client,
  ],
});
