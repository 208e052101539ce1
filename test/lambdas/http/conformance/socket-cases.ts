import type { Transport } from '../../../../lambdas/settings/sources.ts';
import type { RawAnswer } from '../../../fakes/raw-server.ts';
import { head } from '../both-transports.ts';

/** What requests one after another gave, and how many connections and requests that took. */
type Used = {
  gives: ('hello' | 'cut short' | 'no answer' | 'unread')[];
  connections: number;
  requests: number;
};

/** Requests to one server, and which of its sockets may serve the next. */
export type SocketCase = {
  what: string;
  answers: RawAnswer[];
  used: Used;
  except?: Partial<Record<Transport, Used>> & { because: string };
};

const hello: RawAnswer = { bytes: `${head('content-length: 5')}hello` };
const closed: RawAnswer = { bytes: '', ends: 'closed' };
const reset: RawAnswer = { bytes: '', ends: 'reset' };
const inChunks = `${head('transfer-encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`;
const used = (gives: Used['gives'], connections: number, requests = gives.length): Used => ({
  ...{ gives, connections, requests },
});
const again = (...answers: RawAnswer[]) => ({
  ...{ answers: [...answers, hello], used: used(['hello', 'hello'], 2) },
});
const NOT_SENT_AGAIN = {
  standard: used(['hello', 'no answer'], 1),
  because: 'node:http sends nothing twice; the step is retried',
};

export const socketCases: SocketCase[] = [
  {
    what: 'one request after another uses the same socket',
    answers: [hello],
    used: used(['hello', 'hello', 'hello', 'hello'], 1),
  },
  {
    what: 'chunks leave their socket to the next request',
    answers: [{ bytes: inChunks }],
    used: used(['hello', 'hello', 'hello'], 1),
  },
  {
    what: 'a kept socket that is closed before it answers is replaced once (K5)',
    answers: [hello, closed, hello],
    used: used(['hello', 'hello'], 2, 3),
    except: NOT_SENT_AGAIN,
  },
  {
    what: 'a kept socket that is reset before it answers is replaced once (K5)',
    answers: [hello, reset, hello],
    used: used(['hello', 'hello'], 2, 3),
    except: NOT_SENT_AGAIN,
  },
  {
    what: 'a kept socket that is closed twice over is replaced no second time (K5)',
    answers: [hello, closed, closed, hello],
    used: used(['hello', 'no answer'], 2, 3),
    except: NOT_SENT_AGAIN,
  },
  {
    what: 'a kept socket that has begun to answer is not replaced (K5)',
    answers: [hello, { bytes: 'HTTP', ends: 'closed' }, hello],
    used: used(['hello', 'no answer'], 1),
  },
  {
    what: 'a new socket that is closed before it answers is not replaced (K5)',
    answers: [closed, hello],
    used: used(['no answer'], 1),
  },
  {
    what: 'a socket that is closed while it idles is not used again',
    ...again({ ...hello, ends: 'closed' }),
  },
  {
    what: 'a socket is not used again where the server said close',
    ...again({ bytes: `${head('content-length: 5', 'connection: Close')}hello` }),
  },
  {
    what: 'a socket is not used again where the server speaks HTTP/1.0',
    ...again({ bytes: `${head('content-length: 5').replace('1.1', '1.0')}hello` }),
  },
  {
    what: 'a socket is not used again where bytes came behind a length (D1)',
    answers: [{ bytes: `${head('content-length: 5')}hello!` }, hello],
    used: used(['cut short', 'hello'], 2),
  },
  {
    what: 'a socket is not used again where bytes came behind the last chunk (D1)',
    answers: [{ bytes: `${inChunks}!` }, hello],
    used: used(['cut short', 'hello'], 2),
  },
  {
    what: 'an answer that nobody asked for is not taken for the next one',
    ...again({
      bytes: [`${head('content-length: 5')}hello`, `${head('content-length: 4')}evil`].map(
        (piece) => Buffer.from(piece),
      ),
    }),
  },
  {
    what: 'a small body that is destroyed unread leaves its socket to the next request',
    answers: [{ bytes: `${head('content-length: 5')}hello`.replace('200', '307') }, hello],
    used: used(['unread', 'hello'], 1),
    except: {
      standard: used(['unread', 'hello'], 2),
      because: 'node:http closes the socket of a body that is destroyed, though all of it has come',
    },
  },
  {
    what: 'a body that is destroyed before it has all come closes its socket',
    answers: [{ bytes: head('content-length: 5').replace('200', '307') }, hello],
    used: used(['unread', 'hello'], 2),
  },
];
