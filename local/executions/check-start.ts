import { AwsError } from '../cloud/service.ts';
import { MAX_PAYLOAD_BYTES } from '../state-machine/payload.ts';

/** White space, brackets, wildcards, special and control characters, as StartExecution lists them. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/** Refuses what StartExecution refuses: `InvalidName`, `InvalidExecutionInput` (F11). */
export function checkStart(name: string, input: string): void {
  if (name.length < 1 || name.length > 80 || FORBIDDEN.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  if (Buffer.byteLength(input) > MAX_PAYLOAD_BYTES)
    throw new AwsError('InvalidExecutionInput', 'The input is larger than 262144 bytes');
  if (!isJson(input))
    throw new AwsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
