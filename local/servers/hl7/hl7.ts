import { noLogin } from '../auth/login.ts';
import { faultInjector } from '../faults/fault-injector.ts';
import { routedServer } from '../http/routing.ts';
import type { BulkServer } from '../http/server.ts';
import { binaryUrl } from './documents.ts';
import { hl7Jobs } from './jobs.ts';
import { linkStore } from './links.ts';
import type { Hl7Options } from './options.ts';
import { fileRoutes, jobRoutes, kickOffRoutes, openRoutes } from './routes.ts';

/**
 * An HL7 Bulk Data server of version 2, 3, or 4 (ballot), under `/fhir`. By default it does what the IG
 * requires and no more: no login, GET kick-off (v4: POST), one manifest, uncompressed files that need the
 * access token. Everything else is an option of {@link Hl7Options}.
 */
export function hl7(options: Hl7Options): BulkServer {
  const { clock, duration, login = noLogin } = options;
  const faults = faultInjector(options.faults);
  const links = linkStore(options);
  const jobs = hl7Jobs({ clock, duration, faults });
  const server = { ...options, login, base: '/fhir', links, jobs };
  const deps = { ...server, binaryUrl: binaryUrl(server) };
  const routes = [kickOffRoutes, jobRoutes, fileRoutes, openRoutes].flatMap((each) => each(deps));
  return routedServer([...routes, ...login.routes], faults);
}
