import type { BulkDataVersion } from '../settings/bulk-data.ts';
import type { ExportRequest } from '../settings/export-request.ts';

/** A resource type, or a search of it such as `Observation?status`, that an export may not ask for. */
export type Bar = { level: ExportRequest['level']; what: string };

/** What a server says of itself, as far as a kick-off depends on it. */
export type Capabilities = {
  version: BulkDataVersion;
  /** The name of the export operation, such as `export` or `export-v4` (rule 24). */
  operation: string;
  /** What the server names as not supported in a bulk export (rule 24). */
  barred?: readonly Bar[];
};

/** Of a server that says nothing: every one SHALL take GET `$export` up to v3 (rule 13). */
export const UNKNOWN_CAPABILITIES: Capabilities = { version: 'v2', operation: 'export' };
