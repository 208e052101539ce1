import * as z from 'zod';
import type { Answer } from '../../fhir-server/answer.ts';
import { isRequestError } from '../../http/status-codes.ts';
import { Batches } from '../../lake/export-records.ts';
import { StatusMalformed } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { StatusAnswer } from '../dialect.ts';

const Status = z.looseObject({
  status: z.string().optional(),
  resourceCount: z.int().min(0).optional().catch(undefined),
  batches: Batches.optional().catch(undefined),
});
type Status = z.infer<typeof Status>;

/**
 * 1upHealth's job status. The body's `status` decides (1up 6), and the HTTP status only if that is
 * missing. Throws StatusMalformed for any other body.
 */
export function readOneUpStatus({ status: httpStatus, text }: Answer): StatusAnswer {
  const object = parseJsonObject(text);
  const body = Status.safeParse(object);
  const word = body.data?.status?.toLowerCase();
  // A proxy or the server is down, the job is not, unless the body says so (P4).
  if (isRequestError(httpStatus) && word !== 'failed')
    return { kind: 'transient', reason: `it answered ${httpStatus}` };
  if (httpStatus === 202 && text.trim() === '') return { kind: 'running' };
  if (!body.success) throw new StatusMalformed('the status is not JSON; the server may be down');
  switch (word) {
    case 'in progress':
      return running(body.data);
    case 'successful':
      return hasFailedBatches(body.data)
        ? { kind: 'failed', reason: failure(body.data) }
        : { kind: 'complete' };
    case 'failed':
      return { kind: 'failed', reason: failure(body.data) };
    case undefined:
      return byHttpStatus(httpStatus, body.data);
    default:
      // For an undocumented status the HTTP status decides whether the job is running.
      if (httpStatus === 202) return running(body.data);
      throw new StatusMalformed('the status is none of In Progress, Successful, Failed');
  }
}

function running({ resourceCount, batches }: Status): StatusAnswer {
  const counters = {
    ...(resourceCount !== undefined && { resourceCount }),
    ...(batches !== undefined && { batches }),
  };
  return { kind: 'running', ...counters };
}

/** The gateway sends no `status`: 202 is running, 200 with an `output` is complete. */
function byHttpStatus(httpStatus: number, body: Status): StatusAnswer {
  if (httpStatus === 202) return running(body);
  if ('output' in body) return { kind: 'complete' };
  throw new StatusMalformed('the status has neither a status nor an output');
}

/** "Successful" with failed batches would silently lack data (invariant 3). */
const hasFailedBatches = ({ batches }: Status) => (batches?.failed ?? 0) > 0;

const failure = ({ batches }: Status) =>
  batches ? `${batches.failed} of ${batches.total} batches failed` : 'it does not say why';
