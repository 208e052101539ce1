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
