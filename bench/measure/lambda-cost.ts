import { prices } from '../../local/probe/prices.ts';

/** The memory at which Lambda gives one whole processor. */
const ONE_PROCESSOR_MEGABYTES = 1769;

/**
 * What computing for so long is in Lambda's unit of billing: the share of a processor follows the
 * memory, so that work which the processor bounds costs the same at every size.
 */
export const gigabyteSeconds = (cpuSeconds: number): number =>
  (cpuSeconds * ONE_PROCESSOR_MEGABYTES) / 1024;

/** List price of computing so long for each gigabyte, in dollars for a terabyte; S3 and requests not counted. */
export const dollarsPerTerabyte = (cpuSecondsPerGigabyte: number): number =>
  gigabyteSeconds(cpuSecondsPerGigabyte) * 1000 * prices.lambdaGigabyteSecond;
