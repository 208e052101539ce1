import type { Login } from '../auth/login.ts';
import type { ServerOptions } from '../export/files.ts';

/** What a publication is made of. */
export type BulkPublishOptions = Pick<
  ServerOptions,
  'clock' | 'population' | 'fileOrigin' | 'linesPerFile' | 'faults'
> & {
  /** The published resource types; default: all. */
  types?: readonly string[];
  /** Seconds between incremental updates; undefined: changes appear only in a new snapshot. */
  updateSeconds?: number;
  /** Files on a page; default: all. */
  filesPerPage?: number;
  /** The number of deleted resources in each update. */
  deletions?: number;
  /** Whether pages have an `ETag` and `If-None-Match` gives 304; default: true. */
  etags?: boolean;
  /** How clients authenticate for pages and files; default: every request is allowed. */
  login?: Login;
};
