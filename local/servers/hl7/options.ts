import type { Login } from '../auth/login.ts';
import type { JobOptions, ServerOptions } from '../export/files.ts';
import type { ParameterName, Version } from './version.ts';

/** How a server handles kick-offs. */
export type KickOffOptions = {
  version: Version;
  /** How clients authenticate; default: `noLogin`. */
  login?: Login;
  /** Whether v2 and v3 allow POST besides GET; v4 allows only POST (rule 13). */
  post?: boolean;
  /** The operation's name, in paths and in the CapabilityStatement (rule 24). */
  operation?: 'export' | 'export-v4';
  /** Parameters that are not supported: an error, or with `handling=lenient` ignored and reported. */
  unsupported?: readonly ParameterName[];
  /** Parameters that are ignored and not reported (rule 19). */
  ignoredSilently?: readonly ParameterName[];
  /** Further parameters that are accepted without effect (rule 18). */
  extraParameters?: readonly string[];
  /** Whether v3 and v4 apply `separate-export-status` on request (rule 16). */
  separateStatus?: boolean;
  /** Whether a kick-off is 429 while another job runs (rule 23). */
  oneJobAtATime?: boolean;
  /** Whether `Content-Location` is relative. */
  relativeStatusUrl?: boolean;
};

/** How a server reports a job's status. */
export type StatusOptions = {
  /** `X-Progress` by percentage, such as `50% complete`; undefined sends none. */
  progressText?: (percent: number) => string | undefined;
  /** The format of `Retry-After` (rule 25); milliseconds since 1970 are an absurd number of seconds. */
  retryAfter?: 'seconds' | 'http-date' | 'epoch-milliseconds' | 'none';
  /** Default: 60. */
  retryAfterSeconds?: number;
  /** The response to DELETE on a job; only 202 ends the job. */
  cancel?: 202 | 403 | 404 | 501;
};

/** Severities of OperationOutcome's issues; v4 knows success, too. */
export type Severity = 'fatal' | 'error' | 'warning' | 'information' | 'success';

/** What is in a manifest. */
export type ManifestOptions = {
  /** Whether files need the token; default: true. With false, links are capability URLs (rule 4). */
  requiresAccessToken?: boolean;
  /** Files on a page of the manifest; default: all. */
  filesPerPage?: number;
  /** Whether clients that allow it get pages while the job runs (rule 37); needs `filesPerPage`. */
  partialManifests?: boolean;
  /** One OperationOutcome each in the list of outcomes (rule 35). */
  outcomes?: readonly Severity[];
  /** The number of deleted resources, reported to clients that send `_since`, or to every client (rule 36). */
  deletions?: { count: number; to: 'since' | 'everybody' };
  /** Extensions by name, or by URL in v4 (rule 39). */
  extension?: Readonly<Record<string, string>>;
  /** Whether entries have the number of resources; default: true. */
  counts?: boolean;
  /** Whether `error` and `outcome` are left out where they are empty (rule 33). */
  omitEmptyLists?: boolean;
  /** Whether links are relative to the server. */
  relativeLinks?: boolean;
};

/** How files are served. */
export type FileOptions = {
  /** Whether files are compressed for clients that accept it (rule 43). */
  gzip?: boolean;
  /** Origin of a storage that files are redirected to by 302; it accepts signed links and no token. */
  redirectFilesTo?: () => string;
  /** Lifetime of links; default: a week. A later manifest has new ones (rule 45). */
  linkSeconds?: number;
  /** The response to an expired link; default: 403. */
  expiredLink?: 403 | 404 | 410;
};

/** Documents besides a population, each with an attachment; the first one's is inline. */
export type DocumentsOptions = {
  count: number;
  /** The kind of URL of an attachment's Binary; the IG requires absolute ones. */
  links: 'absolute' | 'relative';
  /** Origin of absolute links; default: the server's own. */
  origin?: () => string;
  /** How many of the Binaries, the last ones, are missing. */
  missing?: number;
};

/** What an HL7 server is made of. */
export type Hl7Options = ServerOptions &
  JobOptions &
  KickOffOptions &
  StatusOptions &
  ManifestOptions &
  FileOptions & {
    /** Adds the type DocumentReference (rule 47). */
    documents?: DocumentsOptions;
  };
