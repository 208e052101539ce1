/** An error with the name that S3 gives it. */
export function s3Error(name: string, what: string): Error {
  const error = new Error(`${name}: ${what}`);
  error.name = name;
  return error;
}
