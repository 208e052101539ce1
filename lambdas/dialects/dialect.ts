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

/** What a kick-off was answered with; links are as the server gave them. */
export type KickOffAnswer =
  /** `statusHeader`: the job's status has a header of its own (rule 30). */
  | { kind: 'accepted'; statusLink: string; statusHeader: boolean }
  /** The manifest at once (1up MTE, `$bulk-publish`). */
  | { kind: 'manifest' };

/** What was agreed on at kick-off and decides how a status is read. */
export type StatusOptions = { statusHeader: boolean; partialManifests: boolean };

/** What a poll heard. */
export type StatusAnswer =
  | { kind: 'running'; resourceCount?: number; batches?: Batches; note?: string }
  /** The job goes on, and the body is a manifest of what is ready (rule 37). */
  | { kind: 'partial'; note?: string }
  | { kind: 'complete' }
  /** The server could not say; the job is none the worse (rule 28). */
  | { kind: 'transient'; reason: string }
  | { kind: 'failed'; reason: string };

/** One file of a manifest; the link is as the server gave it. */
export type ManifestFile = {
  list: ManifestList;
  /** Its place in that list, from 1. */
  entry: number;
  /** The resource type of every line; null: of several, as the output is organized by another (rule 34). */
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
  /** The request as the server understood it. */
  request?: string;
  /** Records over all files, where the server says so. */
  resourceCount?: number;
  /** Link to the next page (rule 37). */
  next?: string;
  /** In place of a next page of a publication: one will come, or none ever will. */
  chain?: 'pending' | 'closed';
};

/** How one kind of server speaks. Pure: values in, values out; everything else is shared. */
export type Dialect = {
  /** Exports that are made when somebody asks, or one that is there for everybody. */
  serves: 'jobs' | 'publication';
  /** Whether the kick-off depends on what the server says of itself. */
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
  readStatus(answer: Answer, agreed: StatusOptions): StatusAnswer;
  /** Throws StatusMalformed, and ManifestRefused for what is readable and not to be trusted. */
  readManifest(text: string): Manifest;
  /** Which jobs DELETE on the status URL ends: 1up's gateway answers 403, its STE documents none (1up 4). */
  deletes: { running: boolean; finished: boolean };
};

/** A resource type, or a search of it such as `Observation?status`, that an export may not ask for. */
export type UnsupportedFeature = { level: ExportRequest['level']; what: string };

/** What a server says of itself, as far as a kick-off depends on it. */
export type Capabilities = {
  version: BulkDataVersion;
  /** The name of the export operation, such as `export` or `export-v4` (rule 24). */
  operation: string;
  /** What the server names as not supported in a bulk export (rule 24). */
  unsupported?: readonly UnsupportedFeature[];
};

/** Of a server that says nothing: every one SHALL take GET `$export` up to v3 (rule 13). */
export const UNKNOWN_CAPABILITIES: Capabilities = { version: 'v2', operation: 'export' };
