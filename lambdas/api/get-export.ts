import { type Answer, exportUnknown } from './answer.ts';
import type { ApiDeps } from './api-deps.ts';
import { exportStatus } from './export-status.ts';
import { findExport } from './find-export.ts';

/** `GET /exports/{id}`: how an export stands, in the shape that 1upHealth documents for its own. */
export async function getExport(id: string, deps: ApiDeps): Promise<Answer> {
  const found = await findExport(id, deps);
  return found ? { status: 200, body: exportStatus(found, deps.bucket) } : exportUnknown;
}
