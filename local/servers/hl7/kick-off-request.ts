import type { KickOffRequest } from '../one-up/kick-off.ts';

/** Whose data a kick-off is for, by its path (rule 12). */
export type Level = { kind: 'system' } | { kind: 'patient' } | { kind: 'group'; id: string };

/** What an HL7 kick-off asks for. */
export type Hl7KickOffRequest = KickOffRequest & {
  /** The server's time; the window may end before it, by `_until`. */
  readonly transactionTime: Date;
  /** Queries that resources of their type have to match one of. */
  readonly typeFilters: readonly string[];
  /** Elements to keep, such as `id` or `Patient.name`; all where there are none. */
  readonly elements: readonly string[];
  readonly organizedBy: 'type' | 'Patient';
  /** Whether the client takes pages of the manifest while the job runs. */
  readonly partialManifests: boolean;
  /** Parameters that were left out, for `handling=lenient` (rule 17). */
  readonly leftOut: readonly string[];
};
