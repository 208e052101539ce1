import type { Answer } from '../../fhir-server/answer.ts';
import { issueCodes, isUnavailable, outcomeCodes } from '../../fhir-server/status-errors.ts';
import { StatusMalformed } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { StatusAnswer, StatusOptions } from '../dialect.ts';
import { isManifest } from './manifest.ts';

/** `transient` and what FHIR puts below it (http://hl7.org/fhir/issue-type). */
const TRANSIENT = new Set([
  'transient',
  'lock-error',
  'no-store',
  'exception',
  'timeout',
  'incomplete',
  'throttled',
]);

const MAX_NOTE_CHARACTERS = 100;

/**
 * How the job stands (rules 26–30, 35). Throws StatusMalformed for an end that is none: no JSON, no
 * manifest, or none of the status that was agreed on.
 */
export function readBulkDataStatus(answer: Answer, agreed: StatusOptions): StatusAnswer {
  const told = exportStatus(answer);
  if (told === undefined && agreed.statusHeader) return readWithoutHeader(answer, agreed);
  // Unasked, the header stands only in a 200, the one answer it is defined for: a job that goes on
  // is never read as done. Any other status speaks for itself (rules 16, 30).
  const isTold = told !== undefined && (agreed.statusHeader || answer.status === 200);
  const status = isTold ? told : answer.status;
  if (status === 202) return readRunning(answer, agreed);
  return status >= 400 ? readError(status, answer.text, isTold) : readEnd(answer.text);
}

/** `202 Accepted` as 202 (rule 30). */
function exportStatus({ headers }: Answer): number | undefined {
  const match = /^\s*([245]\d\d)(?!\d)/.exec(headers['x-export-status'] ?? '');
  return match ? Number(match[1]) : undefined;
}

/** The HTTP status is the request's own then and says nothing of the job, unless it is 202. */
function readWithoutHeader(answer: Answer, agreed: StatusOptions): StatusAnswer {
  if (answer.status === 202) return readRunning(answer, agreed);
  if (answer.status >= 400)
    return { kind: 'transient', reason: `the request was answered ${answer.status}` };
  throw new StatusMalformed(
    'the status lacks the X-Export-Status that was agreed on; set bulkData.separateExportStatus to false',
  );
}

function readRunning({ headers, text }: Answer, { partialManifests }: StatusOptions): StatusAnswer {
  const note = readNote(headers['x-progress']);
  const body = partialManifests ? parseJsonObject(text) : undefined;
  return {
    kind: body && isManifest(body) ? 'partial' : 'running',
    ...(note !== '' && { note }),
  };
}

/** Free text of the server's, for a line of a log: one line, and short (rule 26). */
const readNote = (text = ''): string =>
  [...text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()]
    .slice(0, MAX_NOTE_CHARACTERS)
    .join('')
    .trim();

/** An error of the job, or one that passes (rule 28). `isOfJob`: the server reported it, not a proxy. */
function readError(status: number, text: string, isOfJob: boolean): StatusAnswer {
  const codes = issueCodes(text);
  const reason = `it answered ${status}${outcomeCodes(text)}`;
  const isTransient = codes
    ? codes.length > 0 && codes.every((code) => TRANSIENT.has(code))
    : isUnavailable(status) && !isOfJob;
  return { kind: isTransient ? 'transient' : 'failed', reason };
}

function readEnd(text: string): StatusAnswer {
  const body = parseJsonObject(text);
  if (!body) throw new StatusMalformed('the status is not JSON; the server may be down');
  if (typeof body.status === 'string' && body.status.toLowerCase() === 'failed')
    return { kind: 'failed', reason: 'it does not say why' };
  if (!isManifest(body)) throw new StatusMalformed('the status says it is done and has no output');
  return { kind: 'complete' };
}
