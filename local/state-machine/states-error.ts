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

  /** As events and results carry it: no error where a Fail names none, no cause where there is none. */
  details(): { error?: string; cause?: string } {
    const { error, causeText } = this;
    return {
      ...(error !== '' && { error }),
      ...(causeText !== undefined && { cause: causeText }),
    };
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
