import type { Received, SubscribersRequest } from './subscribers.ts';

// Many clients of the subscription, each with a WebSocket of its own, in one process.

const selection = 'cursor status job { id status version } log { id status message }';
const query = `subscription ($jobId: ID) { jobStatusChanged(jobId: $jobId) { ${selection} } }`;

interface Change {
  readonly cursor: string;
  readonly status: string;
  readonly job: { readonly id: string };
}

/** The same clock in every process of this machine. */
const now = () => performance.timeOrigin + performance.now();

let sockets: readonly WebSocket[] = [];
let received: Received[] = [];

function subscribe(n: number, url: string, token: string, jobId: string | null) {
  return new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.onopen = () =>
      say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    socket.onerror = () => reject(new Error(`Subscriber ${n} lost its connection.`));
    socket.onmessage = ({ data }) => {
      const at = now();
      const message = JSON.parse(String(data));
      if (message.type === 'connection_ack') {
        say({ type: 'subscribe', id: '1', payload: { query, variables: { jobId } } });
        // Answered once what came before it has been: the subscription stands.
        say({ type: 'ping' });
      } else if (message.type === 'pong') resolve(socket);
      else if (message.type === 'ping') say({ type: 'pong' });
      else if (message.type === 'next') {
        const change: Change | undefined = message.payload.data?.jobStatusChanged;
        if (!change) throw new Error(`A subscriber was sent ${String(data)}`);
        if (change.status !== 'PENDING')
          received.push({ subscriber: n, jobId: change.job.id, cursor: change.cursor, at });
      } else throw new Error(`A subscriber was sent ${String(data)}`);
    };
  });
}

async function answer(request: SubscribersRequest): Promise<readonly Received[]> {
  if ('open' in request) {
    const { url, token, jobIds } = request.open;
    received = [];
    const address = `${url.replace('http', 'ws')}/graphql`;
    sockets = await Promise.all(jobIds.map((jobId, n) => subscribe(n, address, token, jobId)));
  }
  if ('close' in request) {
    for (const socket of sockets) socket.close();
    sockets = [];
  }
  return received;
}

process.on('message', (request: SubscribersRequest) => {
  answer(request).then(
    (all) => process.send?.(all),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({});
