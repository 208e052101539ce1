import { createHash } from 'node:crypto';
import type { ExportRequest } from './settings/export-request.ts';

/**
 * The scope of an export: exports of one scope continue one another and never run side by side.
 * A hash, because a group's id must not stand in a key or a state (invariant 5).
 */
export function scopeOf(source: string, request: ExportRequest): string {
  const { level, group = null, types } = request;
  const what = JSON.stringify([source, level, group, sorted(types), ...narrowedBy(request)]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}

/** What else narrows an export; nothing where nothing does, so that a scope keeps its hash. */
function narrowedBy(request: ExportRequest): unknown[] {
  const { until = null, organizeOutputBy = null, parameters } = request;
  const lists = [request.typeFilters, request.elements, request.patients];
  const narrowing = [...lists.map(sorted), sorted(request.includeAssociatedData)];
  const custom = Object.entries(parameters)
    .map(([name, values]): [string, string[]] => [name, [values].flat()])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const isWide = narrowing.every((list) => list.length === 0) && custom.length === 0;
  return isWide && until === null && organizeOutputBy === null
    ? []
    : [...narrowing, until, organizeOutputBy, custom];
}

const sorted = (values: readonly string[]) => [...new Set(values)].sort();
