import * as z from 'zod';
import { ResourceType } from '../settings/export-request.ts';

/** The lists of a manifest; `outcome` is called `error` in v2 and v3. */
export type ManifestList = 'output' | 'deleted' | 'outcome';

/**
 * The folder of a file under `fhir/`: its resource type; `bulk_deleted` and `bulk_outcome`, which are not
 * data; or `bulk_organized`, resources of several types if the output is organized by another (rule 34).
 */
export const LandedType = z.union([
  ResourceType,
  z.enum(['bulk_deleted', 'bulk_outcome', 'bulk_organized']),
]);
export type LandedType = z.infer<typeof LandedType>;

/** The folder of a file that the manifest lists. */
export function landedType({
  list,
  type,
}: {
  list: ManifestList;
  type: string | null;
}): LandedType {
  if (list === 'deleted') return 'bulk_deleted';
  if (list === 'outcome') return 'bulk_outcome';
  return type ?? 'bulk_organized';
}

const LINE_TYPES: Record<string, string | null> = {
  bulk_deleted: 'Bundle',
  bulk_outcome: 'OperationOutcome',
  bulk_organized: null,
};

/** The `resourceType` that every line of the file must have; null: any. */
export const lineType = (landed: LandedType): string | null =>
  Object.hasOwn(LINE_TYPES, landed) ? (LINE_TYPES[landed] ?? null) : landed;

/** Whether its lines count as records of the export. */
export const isOutput = (landed: LandedType): boolean =>
  landed !== 'bulk_deleted' && landed !== 'bulk_outcome';

const WITH_ATTACHMENTS: readonly LandedType[] = [
  'DocumentReference',
  'DiagnosticReport',
  'bulk_organized',
];

/** Whether resources in the file may have attachments (rules 34, 47). */
export const mayHaveAttachments = (landed: LandedType): boolean =>
  WITH_ATTACHMENTS.includes(landed);
