/** What nobody measured, and the model needs. Change it here, and print the model anew. */
export const ASSUMED = {
  /** How long the FHIR server works at an export before its files are there. */
  jobSeconds: 30 * 60,
  maxConcurrency: 10,
  /** Mean content of a file, by how many there are. */
  fileBytes: (files: number): number => (files >= 100_000 ? 1e6 : 50e6),
  /** What one function reads from a network, bytes a second: commonly quoted as 600 Mbit/s. */
  networkBytesPerSecond: 75e6,
  /** Of a small file: the server's first byte, and S3's answer to the PUT. */
  secondsPerFile: 0.1,
  /** Of any other call of S3, one after another. */
  secondsPerCall: 0.03,
  /** Of each call of a step: a start that is cold now and then, and the FHIR server's answer. */
  secondsPerStep: 0.5,
  /** Log lines: of a Lambda besides ours (START, END, REPORT), of ours, and of an event of Step Functions. */
  lambdaLogBytes: 600,
  logLineBytes: 500,
  eventLogBytes: 600,
  /** CPU, where the suites that measure it did not run. */
  cpuSecondsPerGigabyte: 3,
  planCpuSecondsPerFile: 15e-6,
  publishCpuSecondsPerFile: 20e-6,
  /** Stored for each byte of content, where no suite measured it; real FHIR shrinks about so. */
  storedRatios: { gzip: 0.1, zstd: 0.09 },
  compressCpuSecondsPerGigabyte: { gzip: 20, zstd: 6 },
} as const;
