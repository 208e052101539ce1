import type { Readable } from 'node:stream';

/** A request as a local server sees it. Header names are lower case. */
export type ServerRequest = {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
};

export type ServerResponse = {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | Readable;
};

/** A FHIR server to export from. It needs no socket: `transport.ts` makes it reachable. */
export type BulkServer = {
  handle(request: ServerRequest): Promise<ServerResponse>;
  /** Every request received, for assertions on what was sent where. */
  readonly requests: readonly ServerRequest[];
};

/** A JSON response. */
export const json = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): ServerResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

/** An error response: an OperationOutcome with one issue. */
export const outcome = (status: number, code: string, diagnostics: string): ServerResponse => {
  const issue = [{ severity: 'error', code, diagnostics }];
  const headers = { 'content-type': 'application/fhir+json; charset=utf-8' };
  return json(status, { resourceType: 'OperationOutcome', issue }, headers);
};

/** Thrown by a route; the server responds with an OperationOutcome. */
export class OutcomeError extends Error {
  override name = 'OutcomeError';
  readonly status: number;
  /** A code of FHIR's value set issue-type. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Thrown to break the connection off instead of responding. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}
