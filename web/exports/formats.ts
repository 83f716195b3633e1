/** The formats of an export, in words. */
import type { ExportFormat } from '../../lib/api/contract.ts';

interface FormatWords {
  readonly format: ExportFormat;
  readonly words: string;
  readonly note: string;
  readonly ending: string;
}

export const FORMATS: readonly FormatWords[] = [
  {
    format: 'csv',
    words: 'CSV',
    note: 'For a spreadsheet; nothing in it is taken for a formula.',
    ending: 'csv',
  },
  {
    format: 'jsonl',
    words: 'JSON lines',
    note: 'One object for each access; for programs.',
    ending: 'jsonl',
  },
  { format: 'ocsf', words: 'OCSF', note: 'For a SIEM; it has columns of its own.', ending: 'ocsf.jsonl' },
];

/** "rolecall-2026-11-22.csv" */
export const fileNameOf = (format: ExportFormat, now: Date): string => {
  const ending = FORMATS.find((one) => one.format === format)?.ending ?? format;
  return `rolecall-${now.toISOString().slice(0, 10)}.${ending}`;
};
