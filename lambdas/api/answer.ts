import { type ApiResult, jsonResult } from '../aws/api-gateway.ts';

/** What the API answers, before it is put into API Gateway's words. */
export type Answer = {
  status: 200 | 202 | 400 | 404 | 409 | 500;
  body: object;
  /** Path of the export that the answer is about. */
  location?: string;
};

/** The response of API Gateway. */
export const toResult = ({ status, body, location }: Answer): ApiResult =>
  jsonResult(status, body, location === undefined ? {} : { location });

/** Where an export's status is. */
export const locationOf = (exportId: string) => `/exports/${exportId}`;

/** The answer for an id that no export has, or can have. */
export const exportUnknown: Answer = {
  status: 404,
  body: { error: 'ExportUnknown', message: 'there is no export of this id' },
};
