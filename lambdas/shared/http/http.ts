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
 * An answer; `body` must be read, poured or destroyed. A body cut short errors while it is read or
 * poured.
 */
export type HttpResponse = {
  status: number;
  /** Header names are lower case. */
  headers: Readonly<Record<string, string>>;
  body: Readable;
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
