import type { ServerResponse } from '../server.ts';

/** An answer in JSON. */
export const json = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): ServerResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

/** FHIR's way to say no: an OperationOutcome with one issue. */
export const outcome = (status: number, code: string, diagnostics: string): ServerResponse => {
  const issue = [{ severity: 'error', code, diagnostics }];
  const headers = { 'content-type': 'application/fhir+json; charset=utf-8' };
  return json(status, { resourceType: 'OperationOutcome', issue }, headers);
};
