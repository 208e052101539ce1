import type { Readable } from 'node:stream';

/** One HTTP request to a FHIR or token server. Header names are lower case. */
export type HttpRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Allows plain http and addresses that are not public. */
  private: boolean;
  /** Seconds until the response headers must be there. */
  timeoutSeconds: number;
  /**
   * Seconds until the whole answer must be there. Without it there is no limit in all: a body ends
   * early only where it stalls or is too slow.
   */
  wholeSeconds?: number;
};

/**
 * A body, read once: as any stream, or by {@link pipeBody}. A body that can write itself straight into a
 * sink has `pipeInto`, which throws as `pipeBody` does.
 */
export type Body = Readable & { pipeInto?(sink: Sink): Promise<void> };

/** Memory of the caller that a body is written into. */
export type Sink = {
  /**
   * Room for the next bytes, at least one; null: none now, wait for `whenRoom`. Called again only after
   * `filled`, or after null.
   */
  room(): Buffer | null;
  /** `bytes` were written to the start of the last room. Throws where the content is refused. */
  filled(bytes: number): void;
  /** Resolves once there is room again; rejects where there never will be. */
  whenRoom(): Promise<void>;
};

/** An answer. `body` must be read, piped or destroyed; reading or piping fails where it is cut short. */
export type HttpResponse = {
  status: number;
  /** Header names are lower case. */
  headers: Readonly<Record<string, string>>;
  body: Body;
};

/**
 * Sends one request. It follows no redirect, as the caller decides which headers go along. Rejects with
 * {@link ConnectionFailed}.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** No answer came. `sent` says whether the server may have seen the request. */
export class ConnectionFailed extends Error {
  override name = 'ConnectionFailed';
  readonly sent: boolean;
  constructor(message: string, sent: boolean, options?: ErrorOptions) {
    super(message, options);
    this.sent = sent;
  }
}

/** The error of a body that did not reach its proven end. A ConnectionFailed stays as it is. */
export const cutShort = (cause: unknown): ConnectionFailed =>
  cause instanceof ConnectionFailed
    ? cause
    : new ConnectionFailed('the answer was cut short', true, { cause });

/** The longest status line and headers of an answer. */
export const MAX_HEAD_BYTES = 64 * 1024;
