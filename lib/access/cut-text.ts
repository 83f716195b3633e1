/** Text that is too long for its place. */

/** At most `longest` characters; an ellipsis stands for the rest, and no character is cut in two. */
export const cutText = (text: string, longest: number): string =>
  text.length <= longest
    ? text
    : `${Array.from(text)
        .slice(0, longest - 1)
        .join('')}…`;
