/** Are the secrets stored, and would the destinations take a notice? */
import type { Survey, ParameterKind } from '../../history/survey.ts';
import type { RejectionCode } from '../../delivery/outcome.ts';
import { type Clock, parseIso } from '../../kernel/clock.ts';
import type { Policy } from '../../policy/policy.ts';
import { type Finding, findingsOf, orUnknown, shellWord } from './finding.ts';
import { type Probed, type Probes } from './probed.ts';

/** Asks for descriptions, where somebody may; the values are tried by `deliver` (`judgeProbes`). */
export const examineSecrets = async (
  { parameterKind }: Survey,
  names: readonly string[],
): Promise<readonly Finding[]> => {
  if (parameterKind === undefined) return [];
  const found: Finding[] = [];
  for (const name of names) {
    const look = async () => [SECRET_FINDINGS[await parameterKind(name)](name)];
    found.push(...(await orUnknown('secret', `secret ${name}`, look)));
  }
  return found;
};

const { ok: stored, broken: notStored } = findingsOf('secret');

const SECRET_FINDINGS: Readonly<Record<ParameterKind, (name: string) => Finding>> = {
  'secure-string': (name) => stored(`secret ${name}`, 'is stored as a SecureString'),
  'not-secure': (name) =>
    notStored({
      subject: `secret ${name}`,
      sentence: 'is stored, but not as a SecureString',
      mend: 'delete it and store it again as one',
      command: `aws ssm delete-parameter --name ${shellWord(name)} && ${putCommand(name)}`,
    }),
  missing: (name) =>
    notStored({
      subject: `secret ${name}`,
      sentence: 'is not stored',
      mend: 'store it',
      command: putCommand(name),
    }),
};

const putCommand = (name: string): string =>
  `aws ssm put-parameter --type SecureString --name ${shellWord(name)} --value ...`;

/** Destinations are asked every hour. */
const OLD_MS = 3 * 3600 * 1000;

const { ok, broken, unknown } = findingsOf('destination');

/** One finding per destination of the policy. */
export const judgeProbes = (
  { destinations }: Policy,
  probes: Probes | undefined,
  clock: Clock,
): readonly Finding[] => {
  const subjects = destinations.map(({ id }) => `destination ${id}`);
  if (probes === undefined) {
    return [
      unknown({
        subject: 'destinations',
        sentence: 'have not been asked yet; deliver asks them every hour',
        mend: 'wait for an hour, then look again',
      }),
    ];
  }
  const asked = parseIso(probes.at);
  const age = asked === undefined ? Number.POSITIVE_INFINITY : clock.now().getTime() - asked.getTime();
  if (age > OLD_MS) {
    return [
      unknown({
        subject: 'destinations',
        sentence: `were asked last at ${probes.at}, although deliver is to ask them every hour`,
        mend: 'read deliver’s log',
      }),
    ];
  }
  return destinations.map(({ id }, index) => {
    const subject = subjects[index] ?? id;
    const probed = probes.probed.find(({ destinationId }) => destinationId === id);
    return probed === undefined ? notAsked(subject) : judgeProbe(subject, probed, probes.at);
  });
};

const notAsked = (subject: string): Finding =>
  unknown({
    subject,
    sentence: 'is not among those that were asked',
    mend: 'deploy; deliver asks it within the hour',
  });

const judgeProbe = (subject: string, { result }: Probed, at: string): Finding => {
  const when = `asked at ${at.slice(11, 16)} UTC`;
  switch (result.kind) {
    case 'accepted':
      return ok(subject, `${result.words} (${when})`);
    case 'refused':
      return broken({
        subject,
        sentence: `refuses: ${result.words} (${when})`,
        mend: REFUSED_MENDS[result.code],
      });
    case 'cannot-tell':
      return unknown({ subject, sentence: `gave no answer that says yes or no: ${result.words} (${when})` });
  }
};

const REFUSED_MENDS: Readonly<Record<RejectionCode, string>> = {
  'not-authorised': 'put a valid secret into the parameter that rolecall.yml names for it',
  'destination-gone':
    'make the channel, project or topic again, or name another one in rolecall.yml and deploy',
  'message-refused': 'look at its settings in rolecall.yml',
  'certificate-refused': 'renew the certificate of the receiver',
  'address-refused': 'give it a public https address',
  'not-configured': 'store its secret, mend its settings in rolecall.yml and deploy',
  'given-up': 'look at its attempts in the history',
};
