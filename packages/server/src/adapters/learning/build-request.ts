import type { AgentText } from '@muster/domain/matching/agent-index.ts';
import type { LearningExample } from '@muster/domain/matching/learned-model.ts';
import type { BuiltModel, RebuiltModel } from '../../app/ports/model-builder.ts';

/** What the thread is started with. */
export type BuildRequest =
  | { readonly kind: 'rebuild'; readonly agents: readonly AgentText[] }
  | { readonly kind: 'advance'; readonly model: Uint8Array | null };

/** What it is sent then: pages of examples, and an empty one as the end. */
export type ExamplePage = readonly LearningExample[];

/** What it sends. */
export type BuildNews =
  | { readonly progress: number }
  | { readonly built: BuiltModel | RebuiltModel };
