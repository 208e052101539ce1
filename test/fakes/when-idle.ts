import type { Transform, TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The number of consecutive idle turns of the event loop. */
const IDLE_TURNS = 3;

/** Node's names of running requests and immediates; not of handles that are only open. */
const BUSY = /Req|^Immediate$|^(Write|Shutdown|TCPConnect|PipeConnect)Wrap$/;

type Waiting = { isFree: () => boolean; go: () => void };

/** All clocks of a process share one watch: separate ones would see each other as work. */
const waiting: Waiting[] = [];
let isWatching = false;

/**
 * Calls `go` once, when the event loop is idle: no promise that can continue, no immediate, no file
 * operation, no network request, no work of Web Crypto or zlib streams in threads, and `isFree()`. Node shows
 * neither the work of zlib's callback functions nor whether an answer will arrive at an open socket:
 * `isFree` must cover them.
 */
export function whenIdle(isFree: () => boolean, go: () => void): void {
  waiting.push({ isFree, go });
  if (!isWatching) watch(0);
}

function watch(idleTurns: number): void {
  isWatching = waiting.length > 0;
  if (isWatching) setImmediate(turn, idleTurns);
}

/** A turn starts when no promise and tick of the previous one is left. */
function turn(before: number): void {
  const idleTurns = isBusy() ? 0 : before + 1;
  const ready = idleTurns < IDLE_TURNS ? -1 : waiting.findIndex(({ isFree }) => isFree());
  for (const { go } of ready < 0 ? [] : waiting.splice(ready, 1)) go();
  watch(ready < 0 ? idleTurns : 0);
}

const isBusy = () =>
  computing > 0 || process.getActiveResourcesInfo().some((resource) => BUSY.test(resource));

/** The operations of Web Crypto and zlib streams that are running in threads. */
let computing = 0;

/**
 * Node does not show Web Crypto's work as a resource. In `async_hooks`, a signature computed in this thread
 * starts like one in another thread and never ends.
 */
const { subtle } = globalThis.crypto;
subtle.digest = counted(subtle.digest);
subtle.sign = counted(subtle.sign);
subtle.verify = counted(subtle.verify);

function counted<Input extends unknown[], Result>(
  compute: (...input: Input) => Promise<Result>,
): (...input: Input) => Promise<Result> {
  return async (...input) => {
    computing++;
    try {
      return await compute.apply(subtle, input);
    } finally {
      computing--;
    }
  };
}

/** The base of all zlib streams. A chunk is in a thread until its callback is called or the stream closes. */
const zlibStream: Pick<Transform, '_transform'> = Object.getPrototypeOf(
  Object.getPrototypeOf(Object.getPrototypeOf(createGunzip())),
);
const transform = zlibStream._transform;
zlibStream._transform = function (this: Transform, chunk, encoding, callback) {
  computing++;
  const done = once(() => {
    computing--;
    this.off('close', done);
  });
  this.once('close', done);
  const counted: TransformCallback = (...result) => {
    done();
    callback(...result);
  };
  transform.call(this, chunk, encoding, counted);
};

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
