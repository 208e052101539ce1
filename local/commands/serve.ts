import { withDeps as api } from '../../lambdas/api/handler.ts';
import { ROUTES } from '../../lambdas/api/route.ts';
import { putDataFor } from '../../lambdas/aws/s3/direct-put.ts';
import { JWKS_ROUTE, withKeySets } from '../../lambdas/jwks/handler.ts';
import { keySetFolder, readKeySets } from '../../lambdas/jwks/key-sets.ts';
import { readSettings } from '../../lambdas/settings/sources.ts';
import { apiGateway } from '../api-gateway/api-gateway.ts';
import { displayedExecutions } from '../exports/run-export.ts';
import { folderLake } from '../laptop/lake.ts';
import { refuseS3 } from './export-lake.ts';
import { openCommandLaptop } from './open-command-laptop.ts';
import { type ExitStatus, parseOptions, runCommand, UsageError } from './run-command.ts';

const USAGE = 'usage: npm run serve -- [--sources <file>] [--lake <dir>] [--port <number>]';

const options = {
  sources: { type: 'string', default: 'sources.json' },
  lake: { type: 'string', default: 'lake' },
  port: { type: 'string', default: '8765' },
} as const;

/** `npm run serve`: Sluice's API on loopback, until it is interrupted. */
async function serveCommand(args: string[]): Promise<ExitStatus> {
  const { sources: file, lake, port } = parseOptions(args, options, USAGE);
  if (!/^\d{1,5}$/.test(port)) throw new UsageError(`--port: is not a valid port\n${USAGE}`);
  refuseS3(lake, USAGE);
  const settings = readSettings(file);
  const jwks = withKeySets(readKeySets(keySetFolder(file)));
  const { laptop, display, signal, close } = await openCommandLaptop({
    ...settings,
    lake: folderLake(lake, putDataFor(settings.transport)),
  });
  const exports = api({
    ...laptop.collaborators,
    executions: displayedExecutions(laptop, display),
  });
  const gateway = apiGateway({
    handler: (event) => (event.routeKey === JWKS_ROUTE ? jwks(event) : exports(event)),
    routes: [...ROUTES, JWKS_ROUTE],
  });
  try {
    const origin = await gateway.listen(Number(port));
    process.stderr.write(
      `Sluice listens on ${origin}; sources: ${Object.keys(settings.sources).join(', ')}\n`,
    );
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return 0;
  } finally {
    await gateway.close();
    await display.close();
    await close();
  }
}

await runCommand(serveCommand);
