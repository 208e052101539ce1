import { Readable } from 'node:stream';
import {
  ConnectionFailed,
  type Http,
  type HttpRequest,
  type HttpResponse,
} from '../../lambdas/http/http.ts';

/** An answer of a scripted server; `cut` breaks its body off. */
export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer | Buffer[];
  cut?: boolean;
  /** Without a Content-Length: only the end of the connection ends the body. */
  unframed?: boolean;
};

/** `refused`: the request was not sent; `lost`: it was sent, and there was no answer. */
export type Scripted = Reply | 'refused' | 'lost' | ((request: HttpRequest) => Reply);

/** Answers by `<method> <url>`; several are given in turn, and the last one is repeated. */
export type Routes = Record<string, Scripted | Scripted[]>;

/** Http without a socket, with every request that was sent. */
type ScriptedHttp = Http & { readonly requests: readonly HttpRequest[] };

/** Http that answers by a routing table; a request that is not in it is an error of the test. */
export function scriptedHttp(routes: Routes): ScriptedHttp {
  const requests: HttpRequest[] = [];
  const served = new Map<string, number>();
  const http: Http = async (request) => {
    if (!request.private && request.url.startsWith('http:'))
      throw new ConnectionFailed('only https is allowed, unless the source is private', false);
    const route = `${request.method} ${request.url}`;
    const script = Object.hasOwn(routes, route) ? routes[route] : undefined;
    if (script === undefined) throw new Error(`no route for ${route}`);
    requests.push(request);
    const replies = Array.isArray(script) ? script : [script];
    const turn = served.get(route) ?? 0;
    served.set(route, turn + 1);
    return answer(request, replies[Math.min(turn, replies.length - 1)] ?? {});
  };
  return Object.assign(http, { requests });
}

function answer(request: HttpRequest, scripted: Scripted): HttpResponse {
  const { host } = new URL(request.url);
  if (scripted === 'refused') throw new ConnectionFailed(`${host}: connection refused`, false);
  if (scripted === 'lost') throw new ConnectionFailed(`${host}: socket hang up`, true);
  const {
    status = 200,
    headers = {},
    ...reply
  } = typeof scripted === 'function' ? scripted(request) : scripted;
  const chunks = chunksOf(reply.body);
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const framing = reply.unframed ? {} : { 'content-length': String(bytes) };
  return { status, headers: { ...framing, ...headers }, body: readable(chunks, reply.cut) };
}

function chunksOf(body: Reply['body'] = ''): Buffer[] {
  return Array.isArray(body) ? body : [Buffer.from(body)];
}

function readable(chunks: Buffer[], cut = false): Readable {
  return Readable.from(
    (function* () {
      yield* chunks.filter((chunk) => chunk.length > 0);
      if (cut) throw new Error('aborted');
    })(),
  );
}
