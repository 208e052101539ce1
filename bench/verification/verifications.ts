import { type Contender, ours, piped } from '../data-path/contender.ts';
import { UNSEEN } from '../data-path/contenders.ts';
import { bundleClients, inRounds } from '../data-path/rounds.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import { withLoopback } from '../servers/loopback.ts';
import { scans } from './scans.ts';
import { COMPRESS_GZIP, COMPRESS_ZSTD, verificationsOutcome } from './verifications-table.ts';

const FILE_BYTES = 128 * 1024 ** 2;

/** What each way to look at a file costs, and to store it smaller; and each check by itself, in memory. */
export const verifications = ({ scale, machine, tell }: Bench): Promise<Outcome> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const load = { label: 'verification', fileBytes: FILE_BYTES, ...scale.verifications };
    const measuring = { loopback, machine, tell };
    const { bytes, all } = await inRounds(ways(loopback.folder), load, measuring);
    const { tables, findings = {} } = verificationsOutcome(all, { bytes, rounds: load.rounds });
    const scanned = await scans(machine);
    tell('verification: checks in memory');
    return { tables: [...tables, scanned], findings };
  });

const ways = (folder: string): Contender[] => [
  ours(UNSEEN, folder, { verify: 'nothing' }),
  ours('structural (the default)', folder),
  ours('full', folder, { verify: 'full' }),
  {
    name: 'gzip as it comes, unchecked (curl | curl -T -)',
    command: piped(['accept-encoding: gzip']),
    ...{ stores: 'encoded', isNode: false, path: '/gzip' },
  },
  ours('gzip as it comes, structural', folder, { stores: 'encoded', path: '/gzip' }),
  ours(COMPRESS_ZSTD, folder, { compress: 'zstd', stores: 'encoded' }),
  ours(COMPRESS_GZIP, folder, { compress: 'gzip', stores: 'encoded' }),
];
