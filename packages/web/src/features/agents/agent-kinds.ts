import { IconArrowsDown, IconSparkles, IconWorld } from '@tabler/icons-react';

/** What an agent's kind is called, and who starts the conversation. */
export const agentKinds = {
  HTTP: {
    label: 'HTTP',
    Icon: IconWorld,
    means:
      'Muster calls it: each job is posted to its endpoint, signed. For services with an address.',
  },
  PULL: {
    label: 'Pull',
    Icon: IconArrowsDown,
    means:
      'It asks Muster for work, with a token of its own. For agents behind a firewall or on a laptop.',
  },
  OPENAI: {
    label: 'OpenAI',
    Icon: IconSparkles,
    means: 'Muster asks a model, with the instructions below. No code to run.',
  },
} as const;
