import * as z from 'zod';
import { ResourceType } from '../settings/export-request.ts';

/** The lists of a manifest; `outcome` is called `error` in v2 and v3. */
export type ManifestList = 'output' | 'deleted' | 'outcome';

/**
 * What a file lands as, the folder under `fhir/`: its resource type; deletions and outcomes, which are
 * no data and lie apart; or resources of several types, where the server organizes its output by
 * patient or the like (rule 34).
 */
export const LandedType = z.union([
  ResourceType,
  z.enum(['bulk_deleted', 'bulk_outcome', 'bulk_organized']),
]);
export type LandedType = z.infer<typeof LandedType>;

/** What a file of the manifest lands as. */
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

const LINES: Record<string, string | null> = {
  bulk_deleted: 'Bundle',
  bulk_outcome: 'OperationOutcome',
  bulk_organized: null,
};

/** The `resourceType` that every line of such a file must have; null: any. */
export const lineType = (landed: LandedType): string | null =>
  Object.hasOwn(LINES, landed) ? (LINES[landed] ?? null) : landed;

/** Whether its lines are records of the export, as the server counts them. */
export const isOutput = (landed: LandedType): boolean =>
  landed !== 'bulk_deleted' && landed !== 'bulk_outcome';

/** Files whose resources may have attachments: of these types, or of any (rules 34, 47). */
const ATTACHING: readonly LandedType[] = [
  'DocumentReference',
  'DiagnosticReport',
  'bulk_organized',
];

/** Whether resources in a file that lands as that may have attachments. */
export const mayAttach = (landed: LandedType): boolean => ATTACHING.includes(landed);
