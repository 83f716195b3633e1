/** Whether AWS answered that we may not ask this: no later attempt mends it, only a permission. */

/** Services spell it differently. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const REFUSALS: readonly string[] = ['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'];

export const isNotAllowed = (cause: unknown): boolean =>
  cause instanceof Error && REFUSALS.includes(cause.name);
