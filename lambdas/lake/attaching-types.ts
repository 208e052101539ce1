import type { LandedType } from './landed-type.ts';

/** Files whose resources may have attachments: of these types, or of any (rules 34, 47). */
const ATTACHING: readonly LandedType[] = [
  'DocumentReference',
  'DiagnosticReport',
  'bulk_organized',
];

/** Whether resources in a file that lands as that may have attachments. */
export const mayAttach = (landed: LandedType): boolean => ATTACHING.includes(landed);
