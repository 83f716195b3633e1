/** Turns a question that AWS does not answer into one that names what IAM would have to allow. */
import { SurveyRefused } from '../history/survey.ts';

export const askSurvey = async <T>(action: string, ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    throw new SurveyRefused(action, nameOf(error));
  }
};

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');
