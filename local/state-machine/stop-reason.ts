/** Why somebody stops an execution: the reason to abort its signal with. */
export class ExecutionStopped extends Error {
  override name = 'ExecutionStopped';
  readonly details: { error?: string; cause?: string };
  constructor(details: { error?: string; cause?: string }) {
    super(details.cause ?? details.error ?? 'the execution was stopped');
    this.details = details;
  }
}
