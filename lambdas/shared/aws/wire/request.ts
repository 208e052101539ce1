import type { Service } from './services.ts';

/** One call of an AWS API. Header names are lower case. */
export type AwsRequest = {
  service: Service;
  /** What the API calls it, such as `PutObject`. */
  operation: string;
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Scheme and host, and the port where it is not the scheme's own. */
  origin: string;
  /** Percent-encoded, from the first slash on. */
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  /** Sent as it is, without a copy: it must stay as it is until the call has ended. */
  body: Buffer;
  /** What went wrong, read out of an answer; undefined where nothing did. */
  refusalIn(answer: AwsAnswer): Refusal | undefined;
};

/** An answer, whole. Header names are lower case. */
export type AwsAnswer = {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
};

/** AWS's code of an error, and its words. */
export type Refusal = { code: string; message: string };

/** A signed request as it goes over the wire; `path` has the query. */
export type WireRequest = Pick<AwsRequest, 'method' | 'origin' | 'path' | 'headers' | 'body'>;

/** Sends one request once. Rejects with NoAnswer where no whole answer came. */
export type Send = (request: WireRequest) => Promise<AwsAnswer>;
