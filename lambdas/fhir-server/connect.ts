import type { Authenticators } from '../auth/authenticators.ts';
import type { Http } from '../http/http.ts';
import type { Source } from '../settings/source.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import { type FhirServer, fhirServer } from './fhir-server.ts';

/** What a step needs that talks to FHIR servers. */
export type ServerDeps = { sources: Sources; authenticators: Authenticators; http: Http };

/** A source's settings and the way to its servers. Throws SettingsInvalid for an unknown one. */
export function connect(
  sourceId: string,
  { sources, authenticators, http }: ServerDeps,
): { source: Source; server: FhirServer } {
  const source = sourceNamed(sources, sourceId);
  return { source, server: fhirServer(source, authenticators(sourceId, source), http) };
}
