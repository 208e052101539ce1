import { SERVICES, type Service } from './services.ts';

/**
 * Where a service is reached. `custom` is what a variable names: a local cloud, a private endpoint.
 * `basePath` is empty or begins with a slash, and never ends in one.
 */
export type Endpoint = { kind: 'aws' | 'custom'; origin: string; basePath: string };

/**
 * The endpoint of a service in a region, or the one that `AWS_ENDPOINT_URL_<SERVICE>` or
 * `AWS_ENDPOINT_URL` names, as the AWS SDKs and the CLI honour them.
 */
export function endpointOf(
  service: Service,
  region: string,
  variables: NodeJS.ProcessEnv,
): Endpoint {
  const custom =
    variables[`AWS_ENDPOINT_URL_${SERVICES[service]}`] || variables.AWS_ENDPOINT_URL || undefined;
  if (custom) return customEndpoint(custom);
  const origin = `https://${service}.${region}.${domainOf(region)}`;
  return { kind: 'aws', origin, basePath: '' };
}

/** An endpoint other than AWS's own. */
export function customEndpoint(url: string): Endpoint {
  const { origin, pathname } = new URL(url);
  return { kind: 'custom', origin, basePath: pathname.replace(/\/+$/, '') };
}

/** China's regions are a partition of their own, with a domain of its own. */
const domainOf = (region: string) =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
