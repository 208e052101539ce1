/** A request that a server will not serve; `routed` answers it with an OperationOutcome. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;
  /** A code of FHIR's value set issue-type. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
