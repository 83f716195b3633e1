/** Asks Jira who we are and whether it shows us the project. Opens nothing. */
import { type ProbeResult, probeResultOf } from '../../delivery/probe.ts';
import type { CallJira } from './call-jira.ts';

/** https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/ */
export const probeJira = async (jira: CallJira, project: string): Promise<ProbeResult> => {
  const accepted = `Jira knows us and shows us the project ${project}; no issue was opened`;
  const myself = await jira.read('/myself');
  if (!myself.ok) return probeResultOf(myself.error, accepted);
  const shown = await jira.read(`/project/${project}`);
  return shown.ok ? { kind: 'accepted', words: accepted } : probeResultOf(shown.error, accepted);
};
