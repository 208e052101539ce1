import { join } from 'node:path';
import type { Bench, Outcome } from '../measure/suite.ts';
import { withLoopback } from '../servers/loopback.ts';
import { USUAL } from './client/job.ts';
import { type Contender, node } from './contender.ts';
import { CURL_DISCARDS, contenders } from './contenders.ts';
import { dataPathTable } from './data-path-table.ts';
import { bareBytes, bundleClients, inRounds } from './rounds.ts';

/** Receives the same files by every client in turn, and keeps nothing: what the direct path is there for. */
export const receiving = ({ scale, machine, tell }: Bench): Promise<Outcome> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const load = { label: 'receiving', ...scale };
    const { bytes, all } = await inRounds(receivers(loopback.folder), load, {
      ...{ loopback, machine, tell },
    });
    const measure = { bytes, rounds: scale.rounds, bareBytes: await bareBytes(loopback) };
    return { tables: [dataPathTable('Receiving files over HTTPS', all, measure)] };
  });

const receivers = (folder: string): Contender[] => [
  ...contenders(folder).filter(({ name }) => name === CURL_DISCARDS),
  receiver('Sluice, transport direct (the default)', folder, 'direct'),
  receiver('Sluice, transport standard (node:https)', folder, 'standard'),
  receiver('undici', folder, 'undici'),
];

const receiver = (name: string, folder: string, by: string): Contender => ({
  ...{ name, stores: 'nothing', isNode: true },
  command: (files, sink) => [
    ...node(join(folder, 'receive.mjs'), { files, sink, bucket: 'lake', ...USUAL }),
    by,
  ],
});
