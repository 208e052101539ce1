import { createHash } from 'node:crypto';
import type { ExportRequest } from '../settings/export-request.ts';

/**
 * The scope of an export: exports of one scope continue one another and never run side by side.
 * A hash, because a group's id must not stand in a key or a state (invariant 6).
 */
export function scopeOf(source: string, request: ExportRequest): string {
  const what = JSON.stringify([source, ...narrowedBy(request)]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}

function narrowedBy(request: ExportRequest): unknown[] {
  const { level, group = null, until = null, organizeOutputBy = null, parameters } = request;
  const { types, typeFilters, elements, patients, includeAssociatedData } = request;
  const lists = [types, typeFilters, elements, patients, includeAssociatedData].map(sorted);
  const custom = Object.entries(parameters)
    .map(([name, values]): [string, string[]] => [name, [values].flat()])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return [level, group, ...lists, until, organizeOutputBy, custom];
}

const sorted = (values: readonly string[]) => [...new Set(values)].sort();
