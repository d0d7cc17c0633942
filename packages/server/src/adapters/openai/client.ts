import OpenAI, { type ClientOptions } from 'openai';
import { Agent, fetch as undiciFetch } from 'undici';

export interface OpenAiClientOptions {
  readonly apiKey: string;
  /** Any server that speaks the OpenAI protocol. Default `https://api.openai.com/v1`. */
  readonly baseURL?: string | undefined;
}

const largestResponseBytes = 8 * 1024 * 1024;

/**
 * A client that takes everything from its options and nothing from the environment (the package would read keys,
 * organisation, base URL and log level there). It never retries: the callers here have a deadline of their own, and
 * a failed attempt is for the retry policy to judge. Time limits are the signals of its callers.
 */
export function createOpenAiClient(options: OpenAiClientOptions): OpenAI {
  return new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseURL ?? 'https://api.openai.com/v1',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    maxRetries: 0,
    // The same function in two descriptions: @types/node has the types of the undici that Node bundles.
    fetch: undiciFetch as unknown as NonNullable<ClientOptions['fetch']>,
    fetchOptions: {
      // Node's fetch gives up after 5 minutes without headers, and reads answers without a limit.
      dispatcher: new Agent({
        headersTimeout: 0,
        bodyTimeout: 0,
        maxResponseSize: largestResponseBytes,
      }),
      // The job's text goes to the address that the operator set, and to no other.
      redirect: 'error',
    },
  });
}
