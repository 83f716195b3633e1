/** A view beside the list: its title, what it is for, and loading or trouble instead of its content. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { LeftOutLine } from './left-out-line.tsx';
import { LoadingRows } from './loading-rows.tsx';
import type { Problem } from './problem.ts';
import { Trouble } from './trouble.tsx';

interface ViewFrameProps {
  readonly title: string;
  readonly lead: string;
  readonly problem: Problem | undefined;
  readonly isLoading: boolean;
  readonly onAgain: () => void;
  readonly children: ComponentChildren;
}

export const ViewFrame = ({ title, lead, problem, isLoading, onAgain, children }: ViewFrameProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Rolecall`;
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <div class="view" id="accesses" tabIndex={-1}>
      <h1 tabIndex={-1} ref={heading}>
        {title}
      </h1>
      <p class="sub lead-line">{lead}</p>
      <LeftOutLine />
      {problem === undefined ? null : <Trouble problem={problem} onAgain={onAgain} />}
      {isLoading && problem === undefined ? <LoadingRows /> : null}
      {children}
    </div>
  );
};
