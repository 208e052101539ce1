import type { Readable } from 'node:stream';

/** A request as a local server sees it. Header names are lower case. */
export type ServerRequest = {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
};

/** What it answers. */
export type ServerResponse = {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer | Readable;
};

/**
 * A FHIR server to export from, without a socket: `listen` puts it on loopback, and tests call it
 * through an in-process `Http` under a virtual clock.
 */
export type BulkServer = {
  handle(request: ServerRequest): Promise<ServerResponse>;
  /** Every request seen, for assertions on what was sent where. */
  readonly requests: readonly ServerRequest[];
};

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

/** A request that a server will not serve; `routed` answers it with an OperationOutcome. */
export class OutcomeError extends Error {
  override name = 'Refused';
  readonly status: number;
  /** A code of FHIR's value set issue-type. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What a server throws that breaks the connection off in place of answering. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}
