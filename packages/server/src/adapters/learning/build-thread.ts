import { constants, platform, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { emptyModel, type LearningExample, learn } from '@muster/domain/matching/learned-model.ts';
import { decodeModel, encodeModel } from '@muster/domain/matching/model-codec.ts';
import { rebuild } from '@muster/domain/matching/rebuild.ts';
import type { BuiltModel, RebuiltModel } from '../../app/ports/model-builder.ts';
import type { BuildNews, BuildRequest, ExamplePage } from './build-request.ts';

/** Progress is told no more often than this. */
const progressMs = 500;

// On Linux a thread has a priority of its own; elsewhere this would slow the whole server down.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const send = (news: BuildNews, transfer: readonly ArrayBuffer[] = []) =>
  parentPort?.postMessage(news, transfer);

function build(request: BuildRequest, examples: LearningExample[]): BuiltModel | RebuiltModel {
  if (request.kind === 'advance') {
    const model = request.model ? decodeModel(request.model) : emptyModel();
    for (const example of examples) learn(model, example);
    return { model: encodeModel(model), examples: examples.length };
  }
  let toldAt = performance.now();
  const { learned, calibration, report } = rebuild(examples.reverse(), request.agents, {
    onProgress: (progress) => {
      if (performance.now() - toldAt < progressMs) return;
      toldAt = performance.now();
      send({ progress });
    },
  });
  return {
    model: encodeModel(learned),
    examples: examples.length,
    calibration,
    hit1: report.hit1,
  };
}

const examples: LearningExample[] = [];
parentPort?.on('message', (page: ExamplePage) => {
  if (page.length > 0) {
    for (const example of page) examples.push(example);
    return;
  }
  const built = build(workerData as BuildRequest, examples);
  send({ built }, [built.model.buffer as ArrayBuffer]);
  parentPort?.close();
});
