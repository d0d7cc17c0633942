/** Where Muster is and who calls. */
export interface MusterAccess {
  /** Such as http://127.0.0.1:4000, without /graphql. */
  musterUrl: string;
  /** The admin's token or another that may register agents. */
  token: string;
  signal: AbortSignal;
}

/** Nobody answers, or something that is not ready does: worth another try. */
export class MusterUnreachable extends Error {}

/** Muster answered, and the answer was no. */
export class MusterRefused extends Error {}

export type Result<Success extends string, Fields> =
  | ({ __typename: Success } & Fields)
  | { __typename: 'Error'; code: string; message: string };

interface GraphqlAnswer<Data> {
  data?: Data | null;
  errors?: { message: string }[];
}

const REQUEST_TIMEOUT_MS = 10_000;

export async function callMuster<Data>(
  { musterUrl, token, signal }: MusterAccess,
  query: string,
  variables: object,
): Promise<Data> {
  const address = new URL('/graphql', musterUrl);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    throw new MusterUnreachable(`Muster does not answer at ${address.href}`, { cause: error });
  }
  if (response.status >= 500) {
    throw new MusterUnreachable(`Muster is not ready: HTTP ${response.status} at ${address.href}`);
  }
  if (response.status === 401 || response.status === 403) {
    throw new MusterRefused('Muster does not accept MUSTER_TOKEN; it prints its token on start');
  }
  const answer = parseAnswer<Data>(text, address);
  if (answer.errors?.[0]) throw new MusterRefused(`Muster answered: ${answer.errors[0].message}`);
  if (!answer.data) throw new MusterRefused(`Muster answered HTTP ${response.status} without data`);
  return answer.data;
}

function parseAnswer<Data>(text: string, address: URL): GraphqlAnswer<Data> {
  try {
    // The schema is the contract: what is selected below is there when `errors` is not.
    return JSON.parse(text) as GraphqlAnswer<Data>;
  } catch {
    throw new MusterRefused(
      `What answers at ${address.href} is not Muster: it does not speak JSON`,
    );
  }
}
