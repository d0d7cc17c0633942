import { Worker } from 'node:worker_threads';
import type { LearningExample } from '@muster/domain/matching/learned-model.ts';
import type {
  BuildWatch,
  BuiltModel,
  ExamplePages,
  ModelBuilder,
  RebuiltModel,
} from '../../app/ports/model-builder.ts';
import type { BuildNews, BuildRequest } from './build-request.ts';

/** A model that does not fit ends its thread and not the server. */
const maxMegabytes = 2_048;

/** Each build has a thread of its own, which ends with it. */
export function createModelBuilder(): ModelBuilder {
  return {
    rebuild: (newestFirst, agents, watch) =>
      inThread<RebuiltModel>({ kind: 'rebuild', agents }, newestFirst, watch),
    advance: (model, pages, watch) =>
      inThread<BuiltModel>({ kind: 'advance', model }, pages, watch),
  };
}

async function inThread<Built extends BuiltModel>(
  workerData: BuildRequest,
  pages: ExamplePages,
  { onProgress, signal }: BuildWatch,
): Promise<Built> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./build-thread.ts', import.meta.url), {
    workerData,
    // Flags of the process that are about its own code are none of the thread's business.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: maxMegabytes },
  });
  const abort = () => void worker.terminate();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const built = new Promise<Built>((resolve, reject) => {
      worker.on('message', (news: BuildNews) => {
        if ('progress' in news) onProgress?.(news.progress);
        // A request is answered by what it asks for.
        else resolve(news.built as Built);
      });
      worker.on('error', reject);
      worker.on('exit', (code) =>
        reject(signal.aborted ? signal.reason : new Error(`The thread ended early, with ${code}.`)),
      );
    });
    // It may end while the examples are still being read: that is told below.
    built.catch(() => {});
    for await (const page of pages) {
      signal.throwIfAborted();
      if (page.length > 0) worker.postMessage(page);
    }
    worker.postMessage([] satisfies LearningExample[]);
    return await built;
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
}
