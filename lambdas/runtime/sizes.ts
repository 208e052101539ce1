/** How much of a file is in memory at once, in a part, and in an object; all in bytes. */
export type Sizes = {
  /** Of a part of an upload: large enough that the cost of a request does not show. */
  part: number;
  /** S3's smallest part that is not the last. */
  smallestPart: number;
  /** Of content that is compressed while the next comes in. */
  block: number;
  /** Of an object of compressed content: one reader takes one, since nobody can begin in its middle. */
  segment: number;
  /** Of a line. No FHIR resource comes near; beyond it a line would fill the Lambda's memory. */
  line: number;
  /** Of a line that is kept to be parsed. Longer ones are rare, and to parse one takes a multiple of it. */
  keptLine: number;
  /** Of decoded content, before its ratio to the gzip counts. */
  ratioFrom: number;
  /** Of a body that is copied, so that the next file can come into the memory it lies in. */
  copied: number;
};

/** All sizes on one scale: so many bytes for each of the MiB that they are in AWS. */
export const sizesOf = (mib: number): Sizes => ({
  part: 8 * mib,
  smallestPart: 5 * mib,
  block: 8 * mib,
  segment: 64 * mib,
  line: 64 * mib,
  keptLine: 4 * mib,
  ratioFrom: 16 * mib,
  copied: mib,
});

export const defaultSizes = sizesOf(1024 ** 2);
