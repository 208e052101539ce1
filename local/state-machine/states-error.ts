/** A failure as Step Functions names it: what Retry and Catch match, and what an execution ends with. */
export class StatesError extends Error {
  override name = 'StatesError';
  readonly error: string;
  readonly causeText: string | undefined;
  constructor(error: string, causeText?: string) {
    super(causeText === undefined ? error : `${error}: ${causeText}`);
    this.error = error;
    this.causeText = causeText;
  }

  /** As events and results carry it. */
  details(): { error: string; cause?: string } {
    const { error, causeText } = this;
    return { error, ...(causeText !== undefined && { cause: causeText }) };
  }
}

/** JSONata that failed, before it is known in which state; `location` is the field it stands in. */
export class QueryFailed extends Error {
  override name = 'QueryFailed';
  readonly location: string;
  constructor(message: string, location: string) {
    super(message);
    this.location = location;
  }
}

/** Why somebody stops an execution: the reason to abort its signal with. */
export class ExecutionStopped extends Error {
  override name = 'ExecutionStopped';
  readonly details: { error?: string; cause?: string };
  constructor(details: { error?: string; cause?: string }) {
    super(details.cause ?? details.error ?? 'the execution was stopped');
    this.details = details;
  }
}
