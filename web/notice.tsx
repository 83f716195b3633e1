/** A calm box instead of, or above, what cannot be shown: says what is the matter and what to do. */
import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly title: string;
  readonly tone: 'plain' | 'bad';
  readonly children: ComponentChildren;
}

export const Notice = ({ title, tone, children }: NoticeProps) => (
  <div class={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
    <p class="notice-title">{title}</p>
    {children}
  </div>
);
