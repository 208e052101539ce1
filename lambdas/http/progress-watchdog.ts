import { LEAST_BYTES_PER_SECOND, SILENCE_SECONDS, SLOWNESS_SECONDS } from './http.ts';

/** What can be seen of a body on its way. */
export type BodyProgress = {
  /** Bytes so far, from any beginning. */
  receivedBytes(): number;
  /** Whether it is the server that is waited for: not so while there is no room for more. */
  isAwaited(): boolean;
};

/**
 * Rings once the server has sent nothing for a minute, or less than 50 kB/s over a minute; seconds in
 * which nobody waits for it do not count (D4). `mayDrip`: only silence counts, since another limit ends
 * the body. Looks once a second, since whatever is done for each read costs more than the read's own
 * work. Gives the way to stop it.
 */
export function progressWatchdog(
  { receivedBytes, isAwaited }: BodyProgress,
  { mayDrip }: { mayDrip: boolean },
  ring: (error: Error) => void,
): () => void {
  let before = receivedBytes();
  let silentSeconds = 0;
  let counted = { seconds: 0, bytes: 0 };
  const count = (isWaiting: boolean, bytes: number) => {
    silentSeconds = isWaiting && bytes === 0 ? silentSeconds + 1 : 0;
    if (isWaiting) counted = { seconds: counted.seconds + 1, bytes: counted.bytes + bytes };
  };
  const look = () => {
    const received = receivedBytes() - before;
    before += received;
    count(isAwaited(), received);
    if (silentSeconds > SILENCE_SECONDS) return ring(new Error('the server fell silent'));
    // Of a minute without a byte silence is the better word.
    if (mayDrip || counted.seconds < SLOWNESS_SECONDS || counted.bytes === 0) return;
    const bytesPerSecond = counted.bytes / counted.seconds;
    counted = { seconds: 0, bytes: 0 };
    if (bytesPerSecond >= LEAST_BYTES_PER_SECOND) return;
    ring(new Error(`the server sent ${Math.floor(bytesPerSecond)} bytes a second`));
  };
  const timer = setInterval(look, 1000);
  return () => clearInterval(timer);
}
