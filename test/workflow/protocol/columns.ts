/** The columns of the table in `docs/protocol.md`: the dialects, with each version of HL7 Bulk Data. */
export const COLUMNS = [
  'bulk-data v2',
  'bulk-data v3',
  'bulk-data v4',
  'bulk-publish',
  '1up-ste',
  '1up-mte',
  '1up-gateway',
] as const;
export type Column = (typeof COLUMNS)[number];

export const BULK_DATA = ['bulk-data v2', 'bulk-data v3', 'bulk-data v4'] as const;
export const GET_VERSIONS = ['bulk-data v2', 'bulk-data v3'] as const;
export const SINCE_V3 = ['bulk-data v3', 'bulk-data v4'] as const;
export const ONE_UP = ['1up-ste', '1up-mte', '1up-gateway'] as const;
/** 1upHealth's dialects that have a job with a status. */
export const ONE_UP_JOBS = ['1up-ste', '1up-gateway'] as const;
/** The dialects that do not use `bulkData` of a source. */
export const NOT_BULK_DATA = ['bulk-publish', ...ONE_UP] as const;
