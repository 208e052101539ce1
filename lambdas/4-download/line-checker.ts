import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { FileNotNdjson } from '../shared/errors.ts';
import { jsonObject } from '../shared/json.ts';

/** A line and where it begins in the file. */
export type Line = { number: number; offset: number; bytes: Buffer };

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Checks one line of a file: UTF-8, a JSON object, of the manifest's resource type (D8, D10–D13).
 * Gives what it holds; blank lines hold nothing. `resourceType` null: a resource of any type. Throws
 * FileNotNdjson, which names the line by number, offset and hash, never by its text.
 */
export function checkLine(
  line: Line,
  resourceType: string | null,
): Record<string, unknown> | undefined {
  const bytes = withoutBom(line);
  if (!isUtf8(bytes)) throw wrong(line, 'is not UTF-8');
  const text = bytes.toString('utf8');
  if (text.trim() === '') return undefined;
  const resource = jsonObject(text);
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

function wrong({ number, offset, bytes }: Line, what: string) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return new FileNotNdjson(`line ${number} at byte ${offset} ${what} (sha256 ${hash}…)`);
}
