import type { KickOffCall } from '../../dialects/dialect.ts';
import type { LastCommitRecord } from '../../lake/scope-records.ts';
import { ServerUnavailable, StatusMalformed } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { ExportRequest } from '../../settings/export-request.ts';
import type { Asked } from '../ask-server.ts';
import { PageBusy } from './ask-page.ts';
import { takeIncrements } from './take-increments.ts';
import { takeSnapshot } from './take-snapshot.ts';
import type { Known, Taken } from './taken.ts';
import type { WalkDeps } from './walk-pages.ts';

export type TakeDeps = WalkDeps & { log: Log };

/** The server asks for patience (K3). */
type Busy = Extract<Asked, { kind: 'busy' }>;

/**
 * Reads a publication to its last page that is ready (Bulk Data v4 ballot, publish.html, Incremental
 * Updates): the whole of it the first time, and then what has been added to its chain since the last
 * commit. A chain that was closed, or is no longer there, is begun anew, with a full export. Where a
 * page cannot be read, a proxy may have cut it: ServerUnavailable, as each may be asked for again (P7).
 */
export async function takePublication(
  { url: root }: Pick<KickOffCall, 'url'>,
  request: ExportRequest,
  last: LastCommitRecord | undefined,
  deps: TakeDeps,
): Promise<Taken | Busy> {
  const known = request.mode === 'full' ? undefined : knownOf(last, root);
  try {
    return await take(root, known, deps);
  } catch (error) {
    if (error instanceof PageBusy)
      return { kind: 'busy', retryAfterSeconds: error.retryAfterSeconds };
    if (error instanceof StatusMalformed)
      throw new ServerUnavailable(`$bulk-publish: ${error.message}`, { cause: error });
    throw error;
  }
}

async function take(root: string, known: Known | undefined, deps: TakeDeps): Promise<Taken> {
  if (!known || known.publicationCursor.page === root) return takeSnapshot(root, known, deps);
  const increments = await takeIncrements(known, deps);
  if (increments.kind !== 'closed') return increments;
  deps.log.warn('kick-off.chain-closed', { exportId: deps.exportId });
  return takeSnapshot(root, undefined, deps);
}

function knownOf(last: LastCommitRecord | undefined, root: string): Known | undefined {
  if (last?.publicationCursor?.root !== root) return undefined;
  return { ...last, publicationCursor: last.publicationCursor };
}
