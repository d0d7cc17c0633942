/** Where the parts of this feature are found. `search` is the list's own query, kept while one looks at an agent. */
const suffix = (search: string): string => (search === '' ? '' : `?${search}`);

export const agentsAddress = (search = ''): string => `/agents${suffix(search)}`;
export const newAgentAddress = (search = ''): string => `/agents/new${suffix(search)}`;
export const agentAddress = (id: string, search = ''): string =>
  `/agents/${encodeURIComponent(id)}${suffix(search)}`;
export const editAgentAddress = (id: string, search = ''): string =>
  `/agents/${encodeURIComponent(id)}/edit${suffix(search)}`;
