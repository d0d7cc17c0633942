/** Every address of the console. */
export const paths = {
  jobs: '/jobs',
  needsYou: '/needs-you',
  agents: '/agents',
} as const;
