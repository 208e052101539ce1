/** A response as API Gateway takes it (payload format 2.0). */
export type ApiResult = { statusCode: number; headers: Record<string, string>; body: string };

/** A JSON response. Default: no cache may keep it. */
export const jsonResult = (
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): ApiResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});
