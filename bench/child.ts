import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program of the bench's that runs beside it, and ends with it. */
export interface Child<Ready, Request extends object = never, Answer = never>
  extends AsyncDisposable {
  /** Its first message. */
  readonly ready: Ready;
  /** One at a time. */
  ask(request: Request): Promise<Answer>;
}

/** How long a child may take to stop in order. */
const stopMs = 15_000;

/**
 * Starts a program that sends a message when it is ready, answers each message with one (or with
 * `{ failed: why }`), and ends when its channel closes.
 */
export async function startChild<Ready, Request extends object = never, Answer = never>(
  program: URL,
  env: Readonly<Record<string, string>> = {},
): Promise<Child<Ready, Request, Answer>> {
  const child = fork(fileURLToPath(program), [], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    serialization: 'advanced',
    // Ctrl-C reaches the bench alone, which then stops its children in order.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const stop = async () => {
    if (child.connected) child.disconnect();
    const late = setTimeout(() => child.kill('SIGKILL'), stopMs);
    await ended;
    clearTimeout(late);
  };
  try {
    return {
      ready: await nextMessage<Ready>(child),
      ask(request) {
        const answer = nextMessage<Answer>(child);
        child.send(request);
        return answer;
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Message | { readonly failed: string }) => {
      child.off('exit', onExit);
      if (typeof message === 'object' && message !== null && 'failed' in message) {
        reject(new Error(message.failed));
      } else resolve(message);
    };
    const onExit = (code: number | null) => {
      child.off('message', onMessage);
      reject(new Error(`A child process of the bench ended with code ${code}.`));
    };
    child.once('message', onMessage);
    child.once('exit', onExit);
  });
}
