import { graphql } from '../../graphql/tada.ts';

/** Apart from the dialog, so that a page can ask for it without loading the form. */
export const EditAgent_AgentFragment = graphql(`
  fragment EditAgent_AgentFragment on Agent {
    id name description kind capacity endpoint instructions model inputSchema
    skills { name description }
    tags jobTags { demands refuses } costPerJob
  }
`);
