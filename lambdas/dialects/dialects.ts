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

/** The dialect of a source. */
export const dialectOf = (source: { dialect: DialectName }): Dialect => dialects[source.dialect];

/** For the authenticators, whose room comes before this one. */
export const filesByClientHeaders = (source: { dialect: DialectName }): boolean =>
  dialectOf(source).filesByClientHeaders;
