// The arrows of docs/architecture.md, "Who may import whom". A rule names who may not reach what, and why.
// Types count: a type-only import is a dependency of the design as much as any other.

const test = '\\.(test|itest)\\.tsx?$|\\.test-kit\\.tsx?$|^packages/[^/]+/(test|scripts)/';
const domain = '^packages/domain/src/';
const schema = '^packages/schema/(src/|schema\\.graphql$)';
// What resolvers and the server meet at: types (a port like any other) and which jobs a filter means.
const context = '^packages/schema/src/(context|job-where|matching-answers)\\.ts$';
const server = '^packages/server/src/';
const web = '^packages/web/src/';

/** Those in `from` may import only what one of `to` matches. */
function only(name, comment, from, to, { except = test } = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: except },
    to: {
      pathNot: to.filter((place) => place !== nodeCore),
      dependencyTypesNot: to.filter((place) => place === nodeCore),
    },
  };
}

/** Those in `from` may not import what `to` matches. */
function never(name, comment, from, to, { except = test } = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: except },
    to: { path: to },
  };
}

/** An installed package, as the path that it resolves to under pnpm. */
function installed(...names) {
  return `node_modules/(${names.join('|')})/`;
}

const anyInstalled = 'node_modules/';
const nodeCore = 'core';

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },

    only('domain-is-pure', 'The domain imports nothing but itself.', domain, [domain]),

    only(
      'schema-reads-domain-and-prisma',
      'The GraphQL contract sees the domain, Pothos and the generated Prisma types.',
      '^packages/schema/src/',
      [
        schema,
        domain,
        '^prisma/generated/',
        installed('@pothos/[^/]+', 'graphql', 'graphql-scalars', '@prisma/client'),
      ],
    ),

    only(
      'app-calls-ports',
      "Use cases see the domain, the context's types and their own ports; the outside is behind a port.",
      `${server}app/`,
      [domain, context, `${server}app/`],
    ),
    only(
      'persistence-implements-ports',
      'Persistence sees the domain, the ports, Prisma and its libraries; no use case, no other edge.',
      `${server}persistence/`,
      [domain, context, `${server}(app/ports|persistence)/`, '^prisma/', anyInstalled, nodeCore],
    ),
    only(
      'adapters-implement-ports',
      'Adapters see the domain, the ports and their libraries; no use case, no other edge.',
      `${server}adapters/`,
      [domain, context, `${server}(app/ports|adapters)/`, anyInstalled, nodeCore],
    ),
    only('workers-call-app', 'Workers call use cases.', `${server}workers/`, [
      domain,
      context,
      `${server}(app|workers)/`,
      anyInstalled,
      nodeCore,
    ]),
    only('http-calls-app', 'Transports call use cases and serve the schema.', `${server}http/`, [
      domain,
      schema,
      `${server}(app|http)/`,
      anyInstalled,
      nodeCore,
    ]),
    only(
      'container-sees-all',
      'Only container.ts with its background.ts and learning.ts, main.ts and what tells why it did not start see all parts.',
      `${server}[^/]+\\.ts$`,
      [domain, schema, `${server}[^/]+\\.ts$`, '^prisma/', anyInstalled, nodeCore],
      { except: `${server}(container|background|learning|main|start-failure)\\.ts$|${test}` },
    ),
    never(
      'nobody-imports-the-container',
      'The composition root is the top; main.ts starts it.',
      `${server}[^/]+/`,
      `${server}(container|background|learning|main|config)\\.ts$`,
    ),

    only(
      'web-stays-in-the-browser',
      'The console reads the printed schema and its libraries, nothing of the server.',
      web,
      [web, '^packages/web/', anyInstalled],
    ),
    never(
      'web-graphql-is-the-ground',
      'graphql/ knows neither pages nor widgets.',
      `${web}graphql/`,
      `${web}(?!graphql/)`,
    ),
    never(
      'web-ui-knows-no-feature',
      'ui/ serves every feature and knows none.',
      `${web}ui/`,
      `${web}(?!ui/|graphql/)`,
    ),
    never(
      'web-features-stand-below-app',
      'app → features → ui, graphql.',
      `${web}features/`,
      `${web}(?!features/|ui/|graphql/)`,
    ),
    {
      name: 'web-features-stand-alone',
      comment: 'No feature imports another.',
      severity: 'error',
      from: { path: `${web}features/([^/]+)/` },
      to: { path: `${web}features/`, pathNot: `${web}features/$1/` },
    },

    never(
      'outsiders-speak-the-protocol',
      'Examples and browser tests use HTTP and WebSocket only.',
      '^(examples|e2e)/',
      '^(packages|prisma|bench)/',
      { except: '^$' },
    ),
    never(
      'bench-stays-outside',
      'A bench uses HTTP, WebSocket and SQL; it may call the domain, and in processes of their own a server, to measure use cases, and its solver.',
      '^bench/',
      '^(packages/(?!domain/|server/src/(container|config|adapters/highs/place-with-highs)\\.ts$)|prisma/|examples/|e2e/)',
      { except: '^$' },
    ),
    never(
      'faults-meet-processes',
      'Fault injection meets servers as processes, and shares only the client that tests speak through.',
      '^packages/server/faults/',
      '^(packages/(?!server/(faults|test/kit/client\\.ts$))|prisma/|examples/|e2e/|bench/)',
      { except: '^$' },
    ),
    never(
      'nobody-imports-outsiders',
      'Packages never reach out to examples, e2e or bench.',
      '^(packages|prisma)/',
      '^(examples|e2e|bench)/',
      { except: '^$' },
    ),
    never(
      'no-package-inside-out',
      'Neither domain nor schema nor prisma knows the server or the console.',
      '^(packages/(domain|schema)|prisma)/',
      '^packages/(server|web)/',
      { except: '^$' },
    ),
  ],
  options: {
    // TypeScript 7 has no JavaScript API; swc reads the imports, type-only ones too.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^prisma/generated/'] },
    // Integration tests reach everywhere, and `await using` is beyond the parser's walker.
    exclude: { path: ['^packages/web/dist/', '^e2e/artefacts/', '^packages/server/test/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'browser', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
