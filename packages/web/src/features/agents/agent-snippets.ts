/** What a newcomer copies: each is complete and runs as it stands against this server. */

export const httpAgentSnippet = `// agent.mjs — npm i standardwebhooks, then:
// AGENT_SECRET=whsec_… node agent.mjs
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const signed = new Webhook(process.env.AGENT_SECRET);

createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  try {
    signed.verify(body, request.headers);
  } catch {
    return response.writeHead(401).end();
  }
  const { job } = JSON.parse(body).data;
  const words = String(job.inputs.text).split(/\\s+/).length;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ outcome: 'COMPLETED', output: { words } }));
}).listen(4100, '127.0.0.1');
`;

export const pullAgentSnippet = (
  origin: string,
): string => `// agent.mjs — AGENT_TOKEN=… node agent.mjs
const ask = async (query, input) => {
  const response = await fetch('${origin}/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: \`Bearer \${process.env.AGENT_TOKEN}\`,
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return (await response.json()).data;
};
const claim = \`mutation ($input: ClaimAssignmentInput!) { claimAssignment(input: $input) {
  ... on ClaimAssignmentSuccess { leaseToken assignment { id job { inputs } } } } }\`;
const report = \`mutation ($input: ReportAssignmentInput!) { reportAssignment(input: $input) { __typename } }\`;

for (;;) {
  const { assignment, leaseToken } = (await ask(claim, { waitMs: 20000 })).claimAssignment;
  if (!assignment) continue;
  const output = { words: String(assignment.job.inputs.text).split(/\\s+/).length };
  await ask(report, { assignmentId: assignment.id, leaseToken, outcome: 'COMPLETED', output });
}
`;

export const registerMutation = `mutation {
  registerAgent(input: {
    kind: HTTP
    name: "word-counter"
    description: "Counts the words of a text."
    skills: [{ name: "text" }]
    endpoint: "http://127.0.0.1:4100"
    secret: "whsec_…"
    inputSchema: {
      type: "object", required: ["text"], properties: { text: { type: "string" } }
    }
  }) {
    ... on RegisterAgentSuccess { agent { id } token }
    ... on Error { code message }
  }
}
`;

export const registerByCurl = (origin: string): string => `curl ${origin}/graphql \\
  -H "authorization: Bearer $MUSTER_TOKEN" -H "content-type: application/json" \\
  -d '{"query":"mutation ($input: RegisterAgentInput!) { registerAgent(input: $input) { ... on RegisterAgentSuccess { agent { id } token } ... on Error { code message } } }",
       "variables":{"input":{"kind":"PULL","name":"word-counter","description":"Counts the words of a text.",
         "skills":[{"name":"text"}],"inputSchema":{"type":"object","required":["text"],"properties":{"text":{"type":"string"}}}}}}'
`;
