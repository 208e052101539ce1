/** One of AWS's JSON APIs: an operation such as `GetSecretValue` and its input give its output. */
export type JsonApi = (operation: string, input: unknown) => Promise<unknown>;
