import { httpFor } from '../../lambdas/http/http-for.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { defaultSizes } from '../../lambdas/runtime/sizes.ts';
import type { Settings } from '../../lambdas/settings/sources.ts';
import { type LiveDisplay, liveDisplay } from '../display/live-display.ts';
import type { Lake } from '../laptop/lake.ts';
import { type Laptop, openLaptop } from '../laptop/laptop.ts';
import { synthesizeMachine } from '../laptop/machine.ts';
import { environmentSecrets } from './source-secrets.ts';

type CommandLaptop = {
  laptop: Laptop;
  display: LiveDisplay;
  signal: AbortSignal;
  close(): Promise<void>;
};

/** A laptop for a command: real time and network, progress on stderr, and a signal that Ctrl-C aborts. */
export async function openCommandLaptop(
  settings: Settings & {
    lake: Lake;
    /** Credentials by the name of their secret; default: those of the environment. */
    secrets?: Record<string, string>;
  },
): Promise<CommandLaptop> {
  const { lake, transport, sources, secrets = environmentSecrets(sources, process.env) } = settings;
  const world = {
    ...{ http: httpFor(transport), sizes: defaultSizes },
    ...{ clock: systemClock, random: Math.random },
  };
  const laptop = await openLaptop({
    ...{ lake, sources, secrets, world, connection: 'endpoint' },
    machine: await synthesizeMachine(sources),
  });
  const isTty = process.stderr.isTTY === true;
  const display = liveDisplay({ stream: process.stderr, clock: systemClock, isTty });
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  // The first signal stops the export and cleans up; the second ends the process.
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const close = async () => {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    await laptop.close();
  };
  return { laptop, display, signal: interrupted.signal, close };
}
