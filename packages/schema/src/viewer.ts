import { builder } from './builder.ts';
import type { Caller } from './context.ts';

const ViewerKind = builder.enumType('ViewerKind', { values: ['OPERATOR', 'AGENT'] as const });

const Viewer = builder.objectRef<Caller>('Viewer').implement({
  description: 'Who is asking.',
  fields: (t) => ({
    name: t.string({
      resolve: (caller) => (caller.kind === 'AGENT' ? caller.agentId : caller.name),
    }),
    kind: t.expose('kind', { type: ViewerKind }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({ type: Viewer, resolve: (_root, _args, { caller }) => caller }),
  version: t.string({
    description: 'Muster’s version.',
    resolve: (_root, _args, { version }) => version,
  }),
}));
