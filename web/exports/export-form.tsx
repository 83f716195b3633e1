/** Takes the filtered list away as a file: at once when it is small, else as a job. */
import { useState } from 'preact/hooks';
import type { ExportFormat, ShownCount } from '../../lib/api/contract.ts';
import { beginExport, exportFile } from '../api-later.ts';
import type { Problem } from '../problem.ts';
import { sayCount } from '../say-query.ts';
import { Trouble } from '../trouble.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { COLUMN_NAMES } from './column-names.ts';
import { FORMATS, fileNameOf } from './formats.ts';
import { handOver } from './hand-over.ts';

interface ExportFormProps {
  readonly question: () => URLSearchParams;
  readonly total: ShownCount | undefined;
  readonly onBegun: () => void;
  readonly announce: (words: string) => void;
}

const MOST_AT_ONCE = 5_000;

/** All of them is what the API takes for none. */
const columnsFor = (format: ExportFormat, chosen: readonly string[]): readonly string[] =>
  format === 'ocsf' || chosen.length === COLUMN_NAMES.length ? [] : chosen;

const sayRows = (total: ShownCount | undefined): string =>
  total === undefined ? '' : ` ${sayCount(total)} ${total.count === 1 ? 'row' : 'rows'}`;

export const ExportForm = ({ question, total, onBegun, announce }: ExportFormProps) => {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [columns, setColumns] = useState<readonly string[]>(COLUMN_NAMES);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const isLarge = total !== undefined && (total.atLeast || total.count > MOST_AT_ONCE);

  const begin = async (): Promise<Problem | undefined> => {
    const answer = await beginExport(format, question(), columnsFor(format, columns));
    if (!answer.ok) return answer.problem;
    announce('The export has begun; it goes on without this page.');
    onBegun();
    return undefined;
  };
  const take = async (): Promise<Problem | undefined> => {
    const answer = await exportFile(format, question(), columnsFor(format, columns));
    // It has grown meanwhile.
    if (!answer.ok && answer.problem.kind === 'too-many') return begin();
    if (!answer.ok) return answer.problem;
    handOver(answer.value, fileNameOf(format, new Date()));
    announce('The file is in your downloads; that it was taken is noted.');
    return undefined;
  };
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    setProblem(await (isLarge ? begin() : take()));
    setBusy(false);
  };

  return (
    <form
      class="export-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <fieldset class="choices">
        <legend>Format</legend>
        {FORMATS.map((one) => (
          <label key={one.format}>
            <input
              type="radio"
              name="format"
              checked={one.format === format}
              onChange={() => setFormat(one.format)}
            />
            <span>
              {one.words} <span class="sub">{one.note}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {format === 'ocsf' ? null : <ColumnChoice chosen={columns} onChoose={setColumns} />}
      <p class="sub">
        {isLarge
          ? 'More than 5,000 rows are written in the background; the file is kept for seven days.'
          : 'Up to 5,000 rows are downloaded at once.'}{' '}
        Who took what is noted.
      </p>
      {problem === undefined ? null : (
        <Trouble problem={problem} title="There is no file" onAgain={() => void run()} />
      )}
      <button type="submit" class="primary" disabled={isBusy || columns.length === 0 || total?.count === 0}>
        {isLarge ? 'Begin the export of' : 'Download'}
        {sayRows(total)}
      </button>
    </form>
  );
};
