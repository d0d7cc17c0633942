/** Names the formula that a decision was made by; raised with each change that may change a decision. */
export const matcherVersion = 'blend/4';
