/** The built-in destination at which the canary's own notice must arrive: a topic with a queue, and nobody reads there. */
export const CANARY_DESTINATION = 'rolecall-canary';

export const CANARY_CHANNEL = 'sns';
