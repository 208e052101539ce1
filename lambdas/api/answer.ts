/** What the API answers, before it is put into API Gateway's words. */
export type Answer = {
  status: 200 | 202 | 400 | 404 | 409 | 500;
  body: object;
  /** Path of the export that the answer is about. */
  location?: string;
};

/** An answer as API Gateway takes it (payload format 2.0). */
export type ApiResult = { statusCode: number; headers: Record<string, string>; body: string };

/** Puts an answer into API Gateway's words. Nothing of it may be cached. */
export function toResult({ status, body, location }: Answer): ApiResult {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return {
    statusCode: status,
    headers: location === undefined ? headers : { ...headers, location },
    body: JSON.stringify(body),
  };
}

/** Where an export's status is. */
export const locationOf = (exportId: string) => `/exports/${exportId}`;

/** The answer for an id that no export has, or can have. */
export const exportUnknown: Answer = {
  status: 404,
  body: { error: 'ExportUnknown', message: 'there is no export of this id' },
};
