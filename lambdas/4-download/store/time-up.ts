/** A call's time is nearly up, in the middle of a file; no failure, and nobody outside of Download sees it. */
export class TimeUp extends Error {
  override name = 'TimeUp';
}
