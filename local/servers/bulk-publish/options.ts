import type { Login } from '../auth/login.ts';
import type { ServerOptions } from '../export/options.ts';

/** What a publication is made of; each behaviour is a switch. */
export type BulkPublishOptions = Pick<
  ServerOptions,
  'clock' | 'population' | 'fileOrigin' | 'linesPerFile' | 'faults'
> & {
  /** The resource types that are published; all by default. */
  types?: readonly string[];
  /** Seconds between incremental updates; none: there is no chain, and what changes is a new snapshot. */
  updateSeconds?: number;
  /** Files on a page; all of them on one where it says nothing. */
  filesPerPage?: number;
  /** So many deleted resources in each update. */
  deletions?: number;
  /** Whether pages have an `ETag`, and `If-None-Match` is answered 304; true by default. */
  etags?: boolean;
  /** How clients log in for pages and files; everybody may where it says nothing. */
  login?: Login;
};
