import * as z from 'zod';
import { LandedType } from '../../../lambdas/lake/landed-type.ts';
import { Transport } from '../../../lambdas/settings/sources.ts';

/** What a client process is told: files to move, and where to. */
export const Job = z.object({
  sink: z.url(),
  /** `lake` throws data away, `proved` tells what came. */
  bucket: z.enum(['lake', 'proved']),
  files: z.array(z.object({ url: z.url(), type: LandedType })),
  /** `nothing`: no line is looked at, which is no setting of the product. */
  verify: z.enum(['nothing', 'structural', 'full']),
  compress: z.enum(['none', 'gzip', 'zstd']),
  /** By which client files are received, and by which their bytes are sent to S3. */
  receive: Transport,
  send: Transport,
});
export type Job = z.infer<typeof Job>;

/** How our client moves them, as usual. */
export const USUAL = {
  verify: 'structural',
  compress: 'none',
  receive: 'direct',
  send: 'direct',
} as const;

/** The job of this process, its one argument. */
export const ownJob = (): Job => Job.parse(JSON.parse(process.argv[2] ?? ''));

/** Tells the parent how much memory this process took at most. */
export const tellMemory = (): void => {
  process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
};
