import type { z } from 'zod';
import type { BulkData } from '../../../../lambdas/settings/bulk-data.ts';
import type { Source } from '../../../../lambdas/settings/source.ts';
import { aSource } from '../../../fakes/builders.ts';

/** The base of an HL7 server's FHIR API. */
export const FHIR_BASE = 'https://hl7.example/fhir';

/** A source of the dialect `bulk-data`. */
export const anHl7Source = (bulkData?: z.input<typeof BulkData>): Source =>
  aSource({
    dialect: 'bulk-data',
    baseUrl: FHIR_BASE,
    auth: { kind: 'none' },
    ...(bulkData && { bulkData }),
  });
