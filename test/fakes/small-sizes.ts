import { sizesOf } from '../../lambdas/runtime/sizes.ts';

/** What stands for a MiB where the same is to be proved of less. */
export const SMALL_MIB = 8 * 1024;

/** Parts of 64 KiB, of which S3 would take 40, and so on. */
export const smallSizes = sizesOf(SMALL_MIB);
