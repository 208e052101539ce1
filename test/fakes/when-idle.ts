import type { Transform, TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Turns of the event loop in a row that must find nothing to do. */
const IDLE_TURNS = 3;

/** Requests under way, as Node names them, and immediates; not handles that merely stand open. */
const BUSY = /Req|^Immediate$|^(Write|Shutdown|TCPConnect|PipeConnect)Wrap$/;

type Waiting = { isFree: () => boolean; go: () => void };

/** All clocks of a process wait for the same event loop: each alone would see the others as work. */
const waiting: Waiting[] = [];
let isWatching = false;

/**
 * Calls `go` once, when the event loop has nothing to do: no promise that can run on, no immediate, no
 * file operation, no network request, nothing in the threads of Web Crypto or of a zlib stream, and
 * `isFree()` agrees. Node does not show what zlib's functions with a callback have in its threads, nor does
 * an open socket tell whether an answer will come: `isFree` has to know.
 */
export function whenIdle(isFree: () => boolean, go: () => void): void {
  waiting.push({ isFree, go });
  if (!isWatching) watch(0);
}

function watch(idleTurns: number): void {
  isWatching = waiting.length > 0;
  if (isWatching) setImmediate(turn, idleTurns);
}

/** A turn begins when the promises and ticks of the one before have run dry. */
function turn(before: number): void {
  const idleTurns = isBusy() ? 0 : before + 1;
  const ready = idleTurns < IDLE_TURNS ? -1 : waiting.findIndex(({ isFree }) => isFree());
  for (const { go } of ready < 0 ? [] : waiting.splice(ready, 1)) go();
  watch(ready < 0 ? idleTurns : 0);
}

const isBusy = () =>
  computing > 0 || process.getActiveResourcesInfo().some((resource) => BUSY.test(resource));

/** How much Web Crypto and streams of zlib have in their threads. */
let computing = 0;

/**
 * Node shows nothing of Web Crypto's work: neither as a resource, nor by `async_hooks`, where a
 * signature made in this thread begins like one in another, and never ends.
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

/** What all streams of zlib are: a chunk is in a thread until its callback is called, or the stream is gone. */
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
