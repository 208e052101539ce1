import { createHash } from 'node:crypto';
import type { ExportRequest } from './settings/export-request.ts';

/**
 * The scope of an export: exports of one scope continue one another and never run side by side.
 * A hash, because a group's id must not stand in a key or a state (invariant 5).
 */
export function scopeOf(source: string, request: ExportRequest): string {
  const { level, group = null, types } = request;
  const what = JSON.stringify([source, level, group, [...new Set(types)].sort()]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}
