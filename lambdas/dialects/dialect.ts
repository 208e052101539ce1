import type { Answer } from '../fhir-server/answer.ts';
import type { Batches } from '../lake/export-records.ts';
import type { ManifestList } from '../lake/landed-type.ts';
import type { BulkDataVersion } from '../settings/bulk-data.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import type { Source } from '../settings/source.ts';

/** A kick-off, ready to send. */
export type KickOffCall = {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
};

/** The response to a kick-off; links are unresolved. */
export type KickOffAnswer =
  /** `statusHeader`: the server sends the job's status in X-Export-Status (rule 30). */
  | { kind: 'accepted'; statusLink: string; statusHeader: boolean }
  /** The body is the manifest (1up MTE, `$bulk-publish`). */
  | { kind: 'manifest' };

/** What a status is read by: the source, and what its kick-off was answered. */
export type StatusContext = { source: Source; statusHeader: boolean };

/** The status of a job. */
export type StatusAnswer =
  | { kind: 'running'; resourceCount?: number; batches?: Batches; note?: string }
  /** The job is running, and the body is a manifest of the files ready so far (rule 37). */
  | { kind: 'partial'; note?: string }
  | { kind: 'complete' }
  /** The status request failed, not the job (rule 28). */
  | { kind: 'transient'; reason: string }
  | { kind: 'failed'; reason: string };

/** One file of a manifest; its link is unresolved. */
export type ManifestFile = {
  list: ManifestList;
  /** Its position in that list, from 1. */
  entry: number;
  /** The resource type of every line; null: several, as the output is organized by another (rule 34). */
  type: string | null;
  link: string;
  count?: number;
  /** v4's `fileSize`. */
  bytes?: number;
};

/** One page of a manifest. */
export type Manifest = {
  transactionTime: string;
  requiresAccessToken: boolean;
  files: ManifestFile[];
  /** The server's echo of the request. */
  request?: string;
  /** Records in all files, if the server says so. */
  resourceCount?: number;
  /** Link to the next page (rule 37). */
  next?: string;
  /** Instead of a next page of a publication: one will follow, or the chain is closed. */
  chain?: 'pending' | 'closed';
};

/** All that is specific to one kind of server, as pure functions; everything else is shared. */
export type Dialect = {
  /** Jobs that are kicked off, or a publication that is the same for every client. */
  serves: 'jobs' | 'publication';
  /** Whether files need client headers even if the login is `bearer-refresh` (1up 3). */
  filesByClientHeaders: boolean;
  /** Whether the kick-off depends on the server's CapabilityStatement. */
  needsCapabilities(source: Source): boolean;
  /** Throws SettingsInvalid for what this kind of server cannot export. */
  kickOff(
    source: Source,
    request: ExportRequest,
    since: string | null,
    capabilities: Capabilities,
  ): KickOffCall;
  /** Throws NotABulkServer. */
  readKickOff(answer: Answer): KickOffAnswer;
  /** Reads every status but 401, 403, 404, 410 and 429. Throws StatusMalformed. */
  readStatus(answer: Answer, context: StatusContext): StatusAnswer;
  /** Throws StatusMalformed if it cannot be parsed, and ManifestRefused if it is contradictory. */
  readManifest(text: string): Manifest;
  /** Which jobs can be deleted by DELETE on the status URL. */
  deletes: { running: boolean; finished: boolean };
};

/** A resource type, or a search of one such as `Observation?status`, that exports of a level do not support. */
export type UnsupportedFeature = { level: ExportRequest['level']; what: string };

/** What a server's CapabilityStatement says of kick-offs. */
export type Capabilities = {
  version: BulkDataVersion;
  /** The name of the export operation, such as `export` or `export-v4` (rule 24). */
  operation: string;
  unsupported?: readonly UnsupportedFeature[];
};

/** Without a CapabilityStatement: up to v3, every server SHALL support GET `$export` (rule 13). */
export const UNKNOWN_CAPABILITIES: Capabilities = { version: 'v2', operation: 'export' };
