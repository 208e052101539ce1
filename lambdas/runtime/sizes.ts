/** Limits of buffers, parts and objects, in bytes. */
export type Sizes = {
  /** A part of a multipart upload; large enough that the cost of a request is negligible. */
  part: number;
  /** S3's minimum for every part but the last. */
  smallestPart: number;
  /** A block that is compressed while the next one is received. */
  block: number;
  /** An object of a file that is compressed here: a query engine reads a compressed object sequentially. */
  segment: number;
  /** The longest line; far above any FHIR resource, and safe for the Lambda's memory. */
  line: number;
  /** The longest line that is buffered and parsed whole, which takes a multiple of its size. */
  keptLine: number;
  /** Decoded content from which on the compression ratio is checked. */
  ratioFrom: number;
  /** The largest body that is copied before its PUT, so that its buffer can receive the next file. */
  copied: number;
};

/** All sizes, scaled: tests use few bytes for a MiB. */
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
