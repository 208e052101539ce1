const CHECKS = 6;

/** Rings once nothing has been heard for that long, and up to a sixth of it later. */
export type SilenceAlarm = { start(): void; heard(): void; stop(): void };

/** Checks now and then, since setting a timer anew for each read costs more than the read's own work. */
export function silenceAlarm(seconds: number, ring: () => void): SilenceAlarm {
  let timer: NodeJS.Timeout | undefined;
  let quietChecks = 0;
  const check = () => {
    quietChecks += 1;
    if (quietChecks > CHECKS) ring();
  };
  return {
    start() {
      quietChecks = 0;
      timer ??= setInterval(check, (seconds * 1000) / CHECKS);
    },
    heard() {
      quietChecks = 0;
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
