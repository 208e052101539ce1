/** Silence for that long ends a body. */
const SILENCE_SECONDS = 60;

/** The slowest that a body may be, on the average of that many seconds. */
const LEAST_BYTES_PER_SECOND = 50_000;
const AVERAGE_SECONDS = 60;

/** What a watchdog sees of a body while it is received. */
export type BodyProgress = {
  /** Bytes so far, counted from anywhere. */
  receivedBytes(): number;
  /** Whether we wait for the server; false while there is no room for more. */
  isAwaited(): boolean;
};

/**
 * Calls `abort` once the server has sent nothing for a minute, or less than 50 kB/s over a minute;
 * seconds in which we do not wait for it do not count. With `onlySilence` a slow body is left alone, as
 * another limit ends it. It looks once a second: anything done for each read costs more CPU than the
 * read. Returns the function that stops it.
 */
export function progressWatchdog(
  { receivedBytes, isAwaited }: BodyProgress,
  { onlySilence }: { onlySilence: boolean },
  abort: (error: Error) => void,
): () => void {
  let before = receivedBytes();
  let silentSeconds = 0;
  let counted = { seconds: 0, bytes: 0 };
  const count = (isWaiting: boolean, bytes: number) => {
    silentSeconds = isWaiting && bytes === 0 ? silentSeconds + 1 : 0;
    if (isWaiting) counted = { seconds: counted.seconds + 1, bytes: counted.bytes + bytes };
  };
  const check = () => {
    const received = receivedBytes() - before;
    before += received;
    count(isAwaited(), received);
    if (silentSeconds > SILENCE_SECONDS)
      return abort(new Error(`the server sent nothing for ${SILENCE_SECONDS} s`));
    // A minute without a byte is reported as silence, not as slowness.
    if (onlySilence || counted.seconds < AVERAGE_SECONDS || counted.bytes === 0) return;
    const bytesPerSecond = counted.bytes / counted.seconds;
    counted = { seconds: 0, bytes: 0 };
    if (bytesPerSecond >= LEAST_BYTES_PER_SECOND) return;
    abort(new Error(`the server sent ${Math.floor(bytesPerSecond)} bytes a second`));
  };
  const timer = setInterval(check, 1000);
  return () => clearInterval(timer);
}
