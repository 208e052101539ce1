import type { ServerRequest } from '../../server.ts';
import { Refused } from '../../shared/refused.ts';

/** What a client prefers, beside `respond-async`. */
export type Preferences = { readonly lenient: boolean; readonly separateStatus: boolean };

/** Reads the headers of a kick-off, and demands what the IG tells clients to send (rule 15). Throws Refused (400). */
export function preferences({ headers }: ServerRequest): Preferences {
  if (!listed(headers.accept).includes('application/fhir+json'))
    throw new Refused(400, 'processing', 'send Accept: application/fhir+json');
  const preferred = listed(headers.prefer);
  if (!preferred.includes('respond-async'))
    throw new Refused(400, 'processing', 'send Prefer: respond-async');
  return {
    lenient: preferred.includes('handling=lenient'),
    separateStatus: preferred.includes('separate-export-status'),
  };
}

/** The values of a header that is a list, without their parameters. */
const listed = (header = ''): string[] =>
  header.split(',').map((value) => (value.split(';')[0] ?? '').trim().toLowerCase());
