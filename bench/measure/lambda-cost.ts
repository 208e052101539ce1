import { prices } from '../../local/probe/prices.ts';

/** The memory at which Lambda gives one whole processor. */
export const ONE_PROCESSOR_MEGABYTES = 1769;

/**
 * CPU time in Lambda's unit of billing. The share of a processor is proportional to the memory, so that
 * CPU-bound work costs the same at every size.
 */
export const gigabyteSeconds = (cpuSeconds: number): number =>
  (cpuSeconds * ONE_PROCESSOR_MEGABYTES) / 1024;

/** The list price of Lambda for a terabyte, in dollars, without S3 and requests. */
export const dollarsPerTerabyte = (cpuSecondsPerGigabyte: number): number =>
  gigabyteSeconds(cpuSecondsPerGigabyte) * 1000 * prices.lambdaGigabyteSecond;
