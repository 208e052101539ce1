/** What an execution and its children have come to so far; each only grows. */
export type Measures = { largestPayloadBytes: number; longestHistory: number };
