import type { Http, HttpRequest } from '../../../../lambdas/http/http.ts';
import { nodeHttp } from '../../../../lambdas/http/node-http.ts';
import type { BulkServer } from '../../../../local/servers/http/server.ts';
import { inProcessHttp, listen } from '../../../../local/servers/http/transport.ts';

type Connected = { http: Http; origin: string; close(): Promise<void> };

/** Both transports to a server: in process, and through a socket. */
export const transports: Record<string, (server: BulkServer) => Promise<Connected>> = {
  async 'in process'(server) {
    const origin = 'http://server.example';
    return { http: inProcessHttp({ [origin]: server }), origin, close: async () => {} };
  },
  async 'through a socket'(server) {
    const { url, close } = await listen(server);
    return { http: nodeHttp(), origin: url, close };
  },
};

/** A private request, as to a laptop's servers. */
export const aRequest = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  private: true,
  timeoutSeconds: 5,
  ...more,
});

/** A server with the same response to each request. */
export function answering(answer: BulkServer['handle']): BulkServer {
  const requests: BulkServer['requests'][number][] = [];
  return {
    requests,
    handle(request) {
      requests.push(request);
      return answer(request);
    },
  };
}
