import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../service.ts';
import { etagOf } from '../etag.ts';
import { statObject } from '../stat-object.ts';
import { asClosed, type Upload } from './upload.ts';

/** A part that has arrived. */
export type Part = { partNumber: number; bytes: number; etag: string; file: string };

/** The file of a part; names sort as the numbers do. */
export const partFile = ({ folder }: Upload, partNumber: number): string =>
  join(folder, `part-${String(partNumber).padStart(5, '0')}`);

/** One part; undefined where it has not arrived. */
export function findPart(upload: Upload, partNumber: number): Part | undefined {
  const file = partFile(upload, partNumber);
  const stat = statObject(file);
  return stat && { partNumber, bytes: Number(stat.size), etag: etagOf(stat), file };
}

/** The parts that have arrived, by number. Throws NoSuchUpload where the upload is gone. */
export function arrivedParts(upload: Upload): Part[] {
  const numbers = partNames(upload).map((name) => Number(name.slice('part-'.length)));
  return numbers.flatMap((partNumber) => findPart(upload, partNumber) ?? []);
}

/** Reads a part's number. Throws InvalidArgument unless S3 would take it. */
export function readPartNumber(text: string): number {
  const partNumber = Number(text);
  if (/^\d+$/.test(text) && partNumber >= 1 && partNumber <= 10_000) return partNumber;
  throw new AwsError('InvalidArgument', 'Part number must be an integer between 1 and 10000');
}

function partNames({ folder }: Upload): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.startsWith('part-'))
      .sort();
  } catch (error) {
    throw asClosed(error);
  }
}
