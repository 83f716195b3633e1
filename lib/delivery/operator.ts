/** The way out to whoever runs Rolecall: built in, a mail topic of the stack, and not a destination of `rolecall.yml`. */
export const OPERATOR_DESTINATION = 'rolecall-operator';

export const OPERATOR_CHANNEL = 'sns';
