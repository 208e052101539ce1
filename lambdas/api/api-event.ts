import * as z from 'zod';

/** The routes of the API, as API Gateway and `infra/` name them. */
export const ROUTES = ['POST /exports', 'GET /exports/{id}', 'DELETE /exports/{id}'] as const;
const [POST_EXPORT, GET_EXPORT, DELETE_EXPORT] = ROUTES;

const pathParameters = z.object({ id: z.string() });

/** A call as API Gateway hands it over (payload format 2.0), as far as it is read here. */
export const ApiEvent = z.discriminatedUnion('routeKey', [
  z.object({
    routeKey: z.literal(POST_EXPORT),
    body: z.string().default(''),
    isBase64Encoded: z.boolean(),
  }),
  z.object({ routeKey: z.literal(GET_EXPORT), pathParameters }),
  z.object({ routeKey: z.literal(DELETE_EXPORT), pathParameters }),
]);
export type ApiEvent = z.infer<typeof ApiEvent>;
