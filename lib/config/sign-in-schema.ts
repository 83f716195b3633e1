/** An issuer of one's own, in `rolecall.yml`: without it the stack brings a user pool. */
import * as z from 'zod/mini';
import { fullList } from './configuration-fields.ts';
import { checkedTextField, mendingWords, textField } from './field.ts';

/** As tokens bear it: compared character by character, so nothing here may be tidied. */
const isIssuer = (text: string): boolean => {
  if (!/^https:\/\/[\x21-\x7e]{1,400}$/.test(text) || !URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return username === '' && password === '' && search === '' && hash === '' && !/[?#]/.test(text);
};

/** Visible ASCII without quotes, spaces and `$`, which CloudFormation would read. */
const WORD = /^[!#%&(-[\]-z|~]{1,200}$/;

const word = (description: string, noun: string, write: string) =>
  textField({ description, noun, write }, WORD);

export const signInSchema = z
  .strictObject(
    {
      issuer: checkedTextField(
        {
          description: 'Address of the issuer, exactly as its tokens name it.',
          noun: 'the address of an issuer',
          write: 'an https address without ? and #, exactly as in the iss of its tokens',
        },
        isIssuer,
      ),
      clientId: word(
        'The public client (PKCE, no secret) that was made for Rolecall there.',
        'the id of a client',
        'the client id that the issuer shows',
      ),
      audience: z.optional(
        word(
          'What access tokens bear as aud: the client id unless given.',
          'an audience',
          'the aud of its access tokens',
        ),
      ),
      groupsClaim: z.optional(
        word(
          'Claim of the access token that lists the groups: cognito:groups unless given.',
          'the name of a claim',
          'the name of the claim, e.g. groups',
        ),
      ),
      scopes: z.optional(
        fullList(word('A scope that is asked for.', 'a scope', 'the name of a scope'), {
          description:
            'Scopes that are asked for, openid among them: [openid, email, profile] unless given; offline_access where sessions are to be renewed.',
          noun: 'a list of scopes',
          write: 'e.g. [openid, profile, offline_access]',
        }),
      ),
    },
    { error: mendingWords({ noun: 'a mapping', write: 'issuer and clientId under it' }) },
  )
  .check(z.describe('Where people sign in to the history: the user pool of the stack unless given.'));
