import type { Batches } from '../records/export-records.ts';
import type { Answer } from '../server/answer.ts';
import type { ExportRequest } from '../settings/export-request.ts';
import type { Source } from '../settings/source.ts';

/** A kick-off, ready to send; every dialect so far asks by GET. */
export type KickOffCall = { url: string; headers: Record<string, string> };

/** What a kick-off was answered with; links are as the server gave them. */
export type KickOffAnswer =
  | { kind: 'accepted'; statusLink: string }
  /** The manifest at once (1up MTE). */
  | { kind: 'manifest' };

/** What a poll heard. */
export type StatusAnswer =
  | { kind: 'running'; resourceCount?: number; batches?: Batches; note?: string }
  | { kind: 'complete' }
  | { kind: 'failed'; reason: string };

/** One file of a manifest; the link is as the server gave it. */
export type ManifestFile = { type: string; link: string; count?: number };

export type Manifest = {
  transactionTime: string;
  requiresAccessToken: boolean;
  files: ManifestFile[];
  /** The request as the server understood it. */
  request?: string;
  /** Records over all files, where the server says so. */
  resourceCount?: number;
};

/** How one kind of server speaks. Pure: values in, values out; everything else is shared. */
export type Dialect = {
  /** Throws SettingsInvalid for what this kind of server cannot export. */
  kickOff(source: Source, request: ExportRequest, since: string | null): KickOffCall;
  /** Throws NotABulkServer. */
  readKickOff(answer: Answer): KickOffAnswer;
  /** Throws StatusMalformed. */
  readStatus(answer: Answer): StatusAnswer;
  /** Throws StatusMalformed. */
  readManifest(text: string): Manifest;
  /** Whether DELETE on the status URL ends a job; 1up's gateway answers 403 (oneup-api 4). */
  cancel: 'delete' | 'unsupported';
};
