import type { Login } from '../auth/login.ts';
import type { JobOptions, ServerOptions } from '../export/options.ts';
import type { ParameterName, Version } from './version.ts';

/** How a server takes a kick-off. */
export type KickOffOptions = {
  version: Version;
  /** How clients log in; `noLogin` by default. */
  login?: Login;
  /** Whether v2 and v3 take POST beside GET; v4 takes POST alone (rule 13). */
  post?: boolean;
  /** The operation's name, in paths and in the CapabilityStatement (rule 24). */
  operation?: 'export' | 'export-v4';
  /** Parameters that are refused as not supported; with `handling=lenient` left out and reported. */
  unsupported?: readonly ParameterName[];
  /** Parameters that are left out without a word (rule 19). */
  ignoredSilently?: readonly ParameterName[];
  /** Parameters beside those of the version that are taken, and change nothing (rule 18). */
  extraParameters?: readonly string[];
  /** Whether `separate-export-status` is applied where v3 or v4 is asked for it (rule 16). */
  separateStatus?: boolean;
  /** Whether a kick-off is answered 429 while another job runs (rule 23). */
  oneJobAtATime?: boolean;
  /** Whether `Content-Location` is relative (K6). */
  relativeStatusUrl?: boolean;
};

/** How a server tells how a job stands. */
export type StatusOptions = {
  /** `X-Progress` by the percentage done, such as `50% complete`; undefined sends none. */
  progressText?: (percent: number) => string | undefined;
  /** How `Retry-After` is written (rule 25); milliseconds since 1970 are an absurd number of seconds (P2). */
  retryAfter?: 'seconds' | 'http-date' | 'epoch-milliseconds' | 'none';
  /** What it says to wait; 60 by default. */
  retryAfterSeconds?: number;
  /** What DELETE on a job is answered with; only 202 ends the job. */
  cancel?: 202 | 403 | 404 | 501;
};

/** Severities of OperationOutcome's issues; v4 knows success, too. */
export type Severity = 'fatal' | 'error' | 'warning' | 'information' | 'success';

/** What is in a manifest. */
export type ManifestOptions = {
  /** Whether files need the token; true by default. With false, links are capability URLs (rule 4). */
  requiresAccessToken?: boolean;
  /** Files on a page of the manifest; all of them on one where it says nothing. */
  filesPerPage?: number;
  /** Whether pages come while the job runs, to clients that allow it (rule 37); needs `filesPerPage`. */
  partialManifests?: boolean;
  /** One OperationOutcome each in the list of outcomes (rule 35). */
  outcomes?: readonly Severity[];
  /** So many deleted resources, told to clients that send `_since`, or to every client (rule 36). */
  deletions?: { count: number; to: 'since' | 'everybody' };
  /** Extensions by name, or by URL in v4 (rule 39). */
  extension?: Readonly<Record<string, string>>;
  /** Whether files say how many resources they hold; true by default. */
  counts?: boolean;
  /** Whether `error` and `outcome` are left out where they are empty (rule 33). */
  omitEmptyLists?: boolean;
  /** Whether links are relative to the server (M4). */
  relativeLinks?: boolean;
};

/** How files are served. */
export type FileOptions = {
  /** Whether files are compressed for clients that accept it (rule 43). */
  gzip?: boolean;
  /** Origin of a storage that files are redirected to by 302; it takes signed links and no token. */
  redirectFilesTo?: () => string;
  /** How long links live; a week by default. Asking for the manifest again gives new ones (rule 45). */
  linkSeconds?: number;
  /** What a link that has expired is answered with; 403 by default. */
  expiredLink?: 403 | 404 | 410;
};

/** Documents beside a population, each with an attachment; the first one's is inline. */
export type DocumentsOptions = {
  count: number;
  /** How attachments point at their Binary; only absolute is what the IG asks for. */
  links: 'absolute' | 'relative';
  /** Origin of absolute links; the server's own by default. */
  origin?: () => string;
  /** So many of the Binaries, the last ones, are not there. */
  missing?: number;
};

/** What an HL7 server is made of; each behaviour is a switch. */
export type Hl7Options = Omit<ServerOptions, 'accounts'> &
  JobOptions &
  KickOffOptions &
  StatusOptions &
  ManifestOptions &
  FileOptions & {
    /** Adds the type DocumentReference (rule 47). */
    documents?: DocumentsOptions;
  };
