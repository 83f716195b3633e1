/** The reader's own exports: how far each has come, and the link to its file. */
import { useState } from 'preact/hooks';
import type { ExportJob, ExportLinkAnswer, Tone } from '../../lib/api/contract.ts';
import { askExportLink } from '../api-later.ts';
import { Mark } from '../mark.tsx';
import { Moment } from '../moment.tsx';
import type { Problem } from '../problem.ts';
import { takeFocus } from '../take-focus.ts';
import { Trouble } from '../trouble.tsx';

const TONES: Readonly<Record<ExportJob['state']['code'], Tone>> = {
  waiting: 'waiting',
  running: 'waiting',
  done: 'good',
  failed: 'bad',
};

const MEGABYTE = 1_000_000;

const sayBytes = (bytes: number): string =>
  bytes < MEGABYTE ? `${String(Math.ceil(bytes / 1_000))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;

const FileLink = ({ job }: { readonly job: ExportJob }) => {
  const [link, setLink] = useState<ExportLinkAnswer>();
  const [problem, setProblem] = useState<Problem>();
  const ask = async (): Promise<void> => {
    const answer = await askExportLink(job.jobId);
    setLink(answer.ok ? answer.value : undefined);
    setProblem(answer.ok ? undefined : answer.problem);
  };
  if (problem !== undefined) {
    return <Trouble problem={problem} title="There is no link" onAgain={() => void ask()} />;
  }
  if (link === undefined) {
    return (
      <button type="button" onClick={() => void ask()}>
        Make a link<span class="unseen"> to {job.what}</span>
      </button>
    );
  }
  return (
    <p role="status">
      <a href={link.url} rel="noreferrer noopener" download ref={takeFocus}>
        Download the file
      </a>{' '}
      <span class="sub">
        The link ends at <Moment iso={link.expires} as="near" />; making it was noted.
      </span>
    </p>
  );
};

const Progress = ({ job }: { readonly job: ExportJob }) => (
  <p>
    {job.rows.toLocaleString('en-GB')} rows
    {job.bytes === undefined ? '' : `, ${sayBytes(job.bytes)}`}
    {job.lookedBackTo === undefined || job.state.code === 'done' ? null : (
      <>
        {' '}
        so far, back to <Moment iso={job.lookedBackTo} as="full" />
      </>
    )}
  </p>
);

export const JobList = ({ jobs }: { readonly jobs: readonly ExportJob[] }) => (
  <section aria-label="Your exports">
    <h2 class="part-title">Your exports</h2>
    {jobs.length === 0 ? <p class="sub">None in the last seven days.</p> : null}
    <ul class="cards">
      {jobs.map((job) => (
        <li class="card" key={job.jobId}>
          <p class="card-head">
            <strong class="sentence-start">
              <bdi>{job.what}</bdi>
            </strong>
            <Mark tone={TONES[job.state.code]} words={job.state.words} note={job.state.note} />
          </p>
          <Progress job={job} />
          <p class="sub">
            {job.format.toUpperCase()}, begun <Moment iso={job.startedAt} as="near" />
          </p>
          {job.state.code === 'done' ? <FileLink job={job} /> : null}
          {job.state.code === 'failed' ? <p>{job.state.note ?? 'Begin it once more.'}</p> : null}
        </li>
      ))}
    </ul>
  </section>
);
