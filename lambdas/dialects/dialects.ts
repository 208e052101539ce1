import type { DialectName } from '../settings/source.ts';
import { bulkData } from './bulk-data/bulk-data.ts';
import { bulkPublish } from './bulk-publish.ts';
import type { Dialect } from './dialect.ts';
import { oneUpGateway, oneUpMte, oneUpSte } from './one-up/one-up.ts';

const dialects: Record<DialectName, Dialect> = {
  '1up-ste': oneUpSte,
  '1up-mte': oneUpMte,
  '1up-gateway': oneUpGateway,
  'bulk-data': bulkData,
  'bulk-publish': bulkPublish,
};

/** The dialect that a source speaks. */
export const dialectOf = (source: { dialect: DialectName }): Dialect => dialects[source.dialect];
