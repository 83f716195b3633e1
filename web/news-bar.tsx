/** Tells of rows that came: politely to screen readers, as a button when the reader is further down. */
import type { AccessesState } from './accesses-state.ts';

interface NewsBarProps {
  readonly state: AccessesState;
  readonly onShow: () => void;
}

const sayNews = ({ held, arrived, shown }: AccessesState): string => {
  if (held.length > 0) return `${held.length} new ${held.length === 1 ? 'access' : 'accesses'}`;
  const newest = shown.find((access) => arrived.has(access.accessId));
  if (newest === undefined) return '';
  return arrived.size === 1 ? `New: ${newest.sentence}` : `${arrived.size} new accesses`;
};

export const NewsBar = ({ state, onShow }: NewsBarProps) => (
  <>
    <p class="unseen" role="status">
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
