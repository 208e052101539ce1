/** A failure with Step Functions' name: Retry and Catch match it, and an execution fails with it. */
export class StatesError extends Error {
  override name = 'StatesError';
  readonly error: string;
  readonly causeText: string | undefined;
  constructor(error: string, causeText?: string) {
    super(causeText === undefined ? error : `${error}: ${causeText}`);
    this.error = error;
    this.causeText = causeText;
  }

  /** The error for events and results. */
  details(): { error: string; cause?: string } {
    const { error, causeText } = this;
    return { error, ...(causeText !== undefined && { cause: causeText }) };
  }
}

/** JSONata that failed, before its state is known; `location` is its field. */
export class QueryFailed extends Error {
  override name = 'QueryFailed';
  readonly location: string;
  constructor(message: string, location: string) {
    super(message);
    this.location = location;
  }
}

/** The reason to abort an execution's signal with. */
export class ExecutionStopped extends Error {
  override name = 'ExecutionStopped';
  readonly details: { error?: string; cause?: string };
  constructor(details: { error?: string; cause?: string }) {
    super(details.cause ?? details.error ?? 'the execution was stopped');
    this.details = details;
  }
}
