import * as z from 'zod';
import { LandedType } from '../../lambdas/lake/landed-type.ts';
import { Transport } from '../../lambdas/settings/sources.ts';

/** The argument of a client process: the files to move, and where to. */
export const Job = z.object({
  sink: z.url(),
  /** `lake` discards data, `hashed` hashes it. */
  bucket: z.enum(['lake', 'hashed']),
  files: z.array(z.object({ url: z.url(), type: LandedType })),
  /** With `nothing`, which only the bench has, no line is verified. */
  verify: z.enum(['nothing', 'structural', 'full']),
  compress: z.enum(['none', 'gzip', 'zstd']),
  /** The transports from the FHIR server and to S3. */
  receive: Transport,
  send: Transport,
});
export type Job = z.infer<typeof Job>;

/** The defaults of Sluice. */
export const DEFAULTS = {
  verify: 'structural',
  compress: 'none',
  receive: 'direct',
  send: 'direct',
} as const;

/** Reads the job from the argument of this process. */
export const readJob = (): Job => Job.parse(JSON.parse(process.argv[2] ?? ''));

/** Prints the peak memory of this process in bytes. */
export const printPeakMemory = (): void => {
  process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
};
