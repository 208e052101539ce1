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
 * file operation, no network request, and `isFree()` agrees. Node does not show what zlib and Web Crypto
 * have in its threads, nor does an open socket tell whether an answer will come: `isFree` has to know.
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

const isBusy = () => process.getActiveResourcesInfo().some((resource) => BUSY.test(resource));
