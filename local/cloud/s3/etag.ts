import type { BigIntStats } from 'node:fs';

/**
 * The ETag of a file: its inode, time of change and size. Every write makes a new file with a time
 * of its own (`stamp.ts`), so two contents never share one. It is opaque: no MD5, like AWS KMS.
 */
export const etagOf = ({ ino, mtimeNs, size }: BigIntStats): string =>
  `"${[ino, mtimeNs, size].map((number) => number.toString(36)).join('-')}"`;

/** Compares ETags as headers and XML carry them, with or without quotes. */
export const sameEtag = (one: string, other: string): boolean =>
  one.replaceAll('"', '') === other.replaceAll('"', '');
