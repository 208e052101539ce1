/** Errors that no wildcard of Retry or Catch takes (F3). */
const TERMINAL = ['States.DataLimitExceeded', 'States.Runtime'];

/**
 * Whether a retrier or catcher is for this error. `States.ALL` misses `States.DataLimitExceeded`,
 * `States.TaskFailed` misses `States.Timeout` too, and `States.Runtime` is for nobody.
 */
export function matches(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  return errorEquals.some((name) => name === error || isWildcardFor(name, error));
}

function isWildcardFor(name: string, error: string): boolean {
  if (TERMINAL.includes(error)) return false;
  return name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout');
}
