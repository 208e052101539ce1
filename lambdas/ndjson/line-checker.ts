import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { LineRefused } from '../runtime/errors.ts';
import { parseJsonObject } from '../runtime/json.ts';

/** Where a line begins in its file. */
export type LineStart = { number: number; offset: number };

type Line = LineStart & { bytes: Buffer };

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Verifies that one line is UTF-8 and a JSON object of the manifest's resource type (D8, D10–D13). Gives
 * the resource; undefined for a blank line. `resourceType` null: any type. Throws LineRefused.
 */
export function checkLine(
  line: Line,
  resourceType: string | null,
): Record<string, unknown> | undefined {
  const bytes = withoutBom(line);
  if (!isUtf8(bytes)) throw wrong(line, 'is not UTF-8');
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  const resource = parseJsonObject(text);
  if (!resource) throw wrong(line, 'is not a JSON object');
  const isRight =
    resourceType === null
      ? typeof resource.resourceType === 'string'
      : resource.resourceType === resourceType;
  if (!isRight) throw wrong(line, `is not a ${resourceType ?? 'FHIR resource'}`);
  return resource;
}

const withoutBom = ({ offset, bytes }: Line) =>
  offset === 0 && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes;

const wrong = ({ bytes, ...start }: Line, what: string) =>
  lineRefused(start, what, createHash('sha256').update(bytes));

/** Names a line by number, offset and `hash`, never by its text. */
export const lineRefused = (
  { number, offset }: LineStart,
  what: string,
  hash: Hash,
): LineRefused => {
  const short = hash.digest('hex').slice(0, 16);
  return new LineRefused(`line ${number} at byte ${offset} ${what} (sha256 ${short}…)`);
};
