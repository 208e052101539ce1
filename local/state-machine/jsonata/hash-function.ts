import { createHash } from 'node:crypto';

const ALGORITHMS = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** `$hash(text, algorithm)`: hexadecimal. No text or no algorithm gives nothing, as in Step Functions. */
export function hash(text?: unknown, algorithm?: unknown): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  const name = typeof algorithm === 'string' ? ALGORITHMS.get(algorithm) : undefined;
  if (typeof text !== 'string' || name === undefined)
    throw new TypeError(`D3137: $hash needs text and one of ${[...ALGORITHMS.keys()].join(', ')}`);
  return createHash(name).update(text).digest('hex');
}
