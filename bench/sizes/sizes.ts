import { bareBytes, bundleClients } from '../data-path/rounds.ts';
import type { Bench, Outcome } from '../measure/suite.ts';
import { type Loopback, withLoopback } from '../servers/loopback.ts';
import { type Case, type Landed, landed, type Manner } from './landed.ts';
import { sizesOutcome } from './sizes-tables.ts';

const MANNERS: readonly Manner[] = ['length', 'chunked', 'gzip'];
const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;

/** How a file of that size went through our client. */
export type Sized = { bytes: number; peakBytes: number; cpuSeconds: number; isEqual: boolean };

/** One setting of `compress`, and the files that were landed under it. */
export type Compared = { compress: (typeof COMPRESSIONS)[number]; files: Landed['files'] };

/**
 * Lands files of many sizes, by every manner of answer and every setting of `compress`, and compares them
 * with the server's; and a small and a large one alone, whose memory is compared.
 */
export const sizes = ({ scale, machine, tell }: Bench): Promise<Outcome> =>
  withLoopback(machine, async (loopback) => {
    await bundleClients(loopback);
    const sized: Sized[] = [];
    for (const bytes of scale.sizes) {
      sized.push(await alone(bytes, { loopback, machine }));
      tell(`sizes: a file of ${bytes / 1e9} GB`);
    }
    const compared: Compared[] = [];
    for (const compress of COMPRESSIONS) {
      const { files } = await landed(casesOf(scale.landedBytes), compress, { loopback, machine });
      compared.push({ compress, files });
      tell(`lake bytes: ${files.length} files, compress: ${compress}`);
    }
    return sizesOutcome(sized, compared, await bareBytes(loopback));
  });

const casesOf = (sizes: readonly number[]): Case[] =>
  sizes.flatMap((bytes) => MANNERS.map((manner): Case => ({ type: 'Observation', bytes, manner })));

async function alone(
  bytes: number,
  measuring: { loopback: Loopback } & Pick<Bench, 'machine'>,
): Promise<Sized> {
  const one: Case = { type: 'Observation', bytes, manner: 'length' };
  const { run, files } = await landed([one], 'none', measuring);
  const { cpuSeconds, stdout } = run;
  const isEqual = files.every((file) => file.isEqual);
  return { bytes, peakBytes: Number(stdout), cpuSeconds, isEqual };
}
