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
   * Seconds until the whole answer must be there, however it drips (P15). Without it a body may take as
   * long as it comes, and only silence and dripping end it (D4).
   */
  wholeSeconds?: number;
};

/**
 * A body, read once: as any stream, or by {@link pipeBody}. One that can write itself straight into a sink
 * brings the way along; `pipeInto` throws as `pipeBody` does.
 */
export type Body = Readable & { pipeInto?(sink: Sink): Promise<void> };

/**
 * An answer; `body` must be read, poured or destroyed. A body cut short errors while it is read or
 * poured.
 */
export type HttpResponse = {
  status: number;
  /** Header names are lower case. */
  headers: Readonly<Record<string, string>>;
  body: Body;
};

/**
 * Sends one request and follows no redirect: whoever follows one decides anew what to send along.
 * Rejects with {@link ConnectionFailed}.
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

/** A body that did not come to its proven end (D1), unless its error says so already. */
export const cutShort = (cause: unknown): ConnectionFailed =>
  cause instanceof ConnectionFailed
    ? cause
    : new ConnectionFailed('the answer was cut short', true, { cause });

/** Memory that the caller owns and a body is written into. */
export type Sink = {
  /**
   * Room for the next bytes, at least one; null: none now, wait for `whenRoom`. Asked again only after
   * `filled`, or after null.
   */
  room(): Buffer | null;
  /** So many bytes were written at the start of the last room. Throws what refuses the content. */
  filled(bytes: number): void;
  /** Resolves once there is room again; rejects with what will let none be. */
  whenRoom(): Promise<void>;
};

/** Silence on the wire for that long ends a response. */
export const SILENCE_SECONDS = 60;

/** A body of no other limit comes as fast as that, on the average of so many seconds (D4). */
export const LEAST_BYTES_PER_SECOND = 50_000;
export const SLOWNESS_SECONDS = 60;

/** Name, connection and handshake of https together (D4). */
export const CONNECT_SECONDS = 10;

/** The status line and headers of an answer. */
export const MAX_HEAD_BYTES = 64 * 1024;

/** Less than servers and load balancers leave an idle connection open. */
export const MAX_IDLE_SECONDS = 4;
