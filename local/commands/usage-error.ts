/** A command line that says too little or too much; the message ends with what to type. */
export class UsageError extends Error {
  override name = 'UsageError';
}
