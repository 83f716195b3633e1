/** Says which part of the address is left out: otherwise the list would be taken for what was asked. */
import { leftOutOf } from './left-out.ts';
import { settleAddress } from './navigation.ts';
import { focusPlace } from './take-focus.ts';

const MOST_SHOWN = 5;

/** The button goes with the line it is in. */
const settle = (): void => {
  settleAddress();
  focusPlace();
};

/** To be drawn again whenever the address changes. */
export const LeftOutLine = () => {
  const parts = leftOutOf(location.search);
  const rest = parts.length - MOST_SHOWN;
  return (
    <div role="status">
      {parts.length === 0 ? null : (
        <p class="left-out">
          Part of the address was not understood and left out:{' '}
          {parts.slice(0, MOST_SHOWN).map((part, index) => (
            <span key={part}>
              {index === 0 ? '' : ', '}
              <bdi class="verbatim">{part}</bdi>
            </span>
          ))}
          {rest > 0 ? ` and ${String(rest)} more` : ''}.{' '}
          <button type="button" class="plain" onClick={settle}>
            Take it out of the address
          </button>
        </p>
      )}
    </div>
  );
};
