/** Tells of rows that came: politely to screen readers, as a button when the reader is further down. */
import type { AccessSummary } from '../lib/api/contract.ts';
import type { AccessesState } from './accesses-state.ts';

interface NewsBarProps {
  readonly state: AccessesState;
  readonly onShow: () => void;
}

const sayArrived = (arrived: readonly AccessSummary[]): string => {
  const [newest] = arrived;
  if (newest === undefined) return '';
  const repeats = arrived.filter(({ groupedWith }) => groupedWith !== undefined).length;
  if (arrived.length === 1) return `${repeats === 1 ? 'Again' : 'New'}: ${newest.sentence}`;
  return repeats === arrived.length ? `${repeats} repeats` : `${arrived.length} new accesses`;
};

const sayNews = ({ held, anew, arrived, shown }: AccessesState): string => {
  if (held.length === 0) return sayArrived(shown.filter((access) => arrived.has(access.accessId)));
  const count = anew?.nextCursor === undefined ? `${held.length}` : `More than ${held.length}`;
  return `${count} new ${held.length === 1 ? 'access' : 'accesses'}`;
};

export const NewsBar = ({ state, onShow }: NewsBarProps) => (
  <>
    <p class="unseen" role="status" data-news>
      {sayNews(state)}
    </p>
    {state.held.length === 0 ? null : (
      <div class="news-place">
        <button type="button" class="news" onClick={onShow}>
          ↑ {sayNews(state)}
        </button>
      </div>
    )}
  </>
);
