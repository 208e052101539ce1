import type { KickOffRequest } from '../export/files.ts';

/** Whose data a kick-off is for, by its path (rule 12). */
export type Level = { kind: 'system' } | { kind: 'patient' } | { kind: 'group'; id: string };

/** What an HL7 kick-off asks for. */
export type Hl7KickOffRequest = KickOffRequest & {
  /** The server's time; the window may end earlier, by `_until`. */
  readonly transactionTime: Date;
  /** Search queries; a resource must match one of its type's. */
  readonly typeFilters: readonly string[];
  /** Elements to keep, such as `id` or `Patient.name`; all where there are none. */
  readonly elements: readonly string[];
  readonly organizedBy: 'type' | 'Patient';
  /** Whether the client accepts pages of the manifest while the job runs. */
  readonly partialManifests: boolean;
  /** Unsupported parameters that `handling=lenient` made the server ignore (rule 17). */
  readonly ignoredParameters: readonly string[];
};
