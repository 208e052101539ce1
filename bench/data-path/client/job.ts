import * as z from 'zod';
import { LandedType } from '../../../lambdas/shared/records/landed-type.ts';

/** What a client process is told: files to move, and where to. */
export const Job = z.object({
  sink: z.url(),
  files: z.array(z.object({ url: z.url(), type: LandedType })),
  /** `nothing`: no line is looked at, which is no setting of the product. */
  verify: z.enum(['nothing', 'structural', 'full']),
});
export type Job = z.infer<typeof Job>;

/** The job of this process, its one argument. */
export const ownJob = (): Job => Job.parse(JSON.parse(process.argv[2] ?? ''));

/** Tells the parent how much memory this process took at most. */
export const tellMemory = (): void => {
  process.stdout.write(`${process.resourceUsage().maxRSS * 1024}\n`);
};
