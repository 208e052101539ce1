import type { Answer } from '../../fhir-server/answer.ts';
import { issueCodes, outcomeCodes } from '../../fhir-server/status-errors.ts';
import { isRequestError } from '../../http/status-codes.ts';
import { StatusMalformed } from '../../runtime/errors.ts';
import { parseJsonObject } from '../../runtime/json.ts';
import type { StatusAnswer, StatusContext } from '../dialect.ts';
import { optionsOf } from './kick-off.ts';
import { isManifest } from './manifest.ts';

/** `transient` and the codes that FHIR defines below it (http://hl7.org/fhir/issue-type). */
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
 * The status of a job (rules 26–30, 35). Throws StatusMalformed if a job ends without JSON or manifest,
 * or the server leaves out the X-Export-Status that it agreed to send.
 */
export function readBulkDataStatus(answer: Answer, context: StatusContext): StatusAnswer {
  const header = exportStatus(answer);
  if (header === undefined && context.statusHeader) return readWithoutHeader(answer, context);
  // Unless agreed on, the header counts only in a 200, the response it is defined for: then a running job
  // is never read as complete. Otherwise the HTTP status decides (rules 16, 30).
  const isByHeader = header !== undefined && (context.statusHeader || answer.status === 200);
  const status = isByHeader ? header : answer.status;
  if (status === 202) return readRunning(answer, context);
  return status >= 400 ? readError(status, answer.text, isByHeader) : readEnd(answer.text);
}

/** `202 Accepted` as 202 (rule 30). */
function exportStatus({ headers }: Answer): number | undefined {
  const match = /^\s*([245]\d\d)(?!\d)/.exec(headers['x-export-status'] ?? '');
  return match ? Number(match[1]) : undefined;
}

/** Then the HTTP status is that of the request, and not the job's unless it is 202. */
function readWithoutHeader(answer: Answer, context: StatusContext): StatusAnswer {
  if (answer.status === 202) return readRunning(answer, context);
  if (answer.status >= 400)
    return { kind: 'transient', reason: `the request was answered ${answer.status}` };
  throw new StatusMalformed(
    'the status lacks the agreed X-Export-Status; set bulkData.separateExportStatus to false',
  );
}

function readRunning({ headers, text }: Answer, { source }: StatusContext): StatusAnswer {
  const note = readNote(headers['x-progress']);
  const body = optionsOf(source).allowPartialManifests ? parseJsonObject(text) : undefined;
  return {
    kind: body && isManifest(body) ? 'partial' : 'running',
    ...(note !== '' && { note }),
  };
}

/** The server's free text, made safe for a log: one short line (rule 26). */
const readNote = (text = ''): string =>
  [...text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim()]
    .slice(0, MAX_NOTE_CHARACTERS)
    .join('')
    .trim();

/**
 * A failed job, or a transient error (rule 28). `isOfJob`: reported in the header, not by a proxy. A 5xx
 * without an OperationOutcome is about the request, not the job, and so is a page of HTML (P4).
 */
function readError(status: number, text: string, isOfJob: boolean): StatusAnswer {
  const codes = issueCodes(text);
  const reason = `it answered ${status}${outcomeCodes(text)}`;
  const isTransient = codes
    ? codes.length > 0 && codes.every((code) => TRANSIENT.has(code))
    : !isOfJob && (isRequestError(status) || isPage(text));
  return { kind: isTransient ? 'transient' : 'failed', reason };
}

const isPage = (text: string) => /^\s*<(!doctype html|html|head|body)\b/i.test(text);

function readEnd(text: string): StatusAnswer {
  const body = parseJsonObject(text);
  if (!body) throw new StatusMalformed('the status is not JSON; the server may be down');
  if (typeof body.status === 'string' && body.status.toLowerCase() === 'failed')
    return { kind: 'failed', reason: 'it does not say why' };
  if (!isManifest(body))
    throw new StatusMalformed('the job is complete, but the status has no output');
  return { kind: 'complete' };
}
