/** The page once somebody has signed in; before that what is the matter, and the button that mends it. */
import type { ComponentChildren } from 'preact';
import { type Session, signIn, useSession } from './session.ts';

const WORDS = {
  starting: ['Signing you in …', ''],
  ended: ['Your session has ended', 'Sign in again: you come back to this very place.'],
  'signed-out': ['You have signed out', 'Nothing of you is kept in this browser.'],
} as const;

const SignInNotice = ({ session }: { readonly session: Session }) => {
  if (session.state === 'signed-in') return null;
  const [title, more] =
    session.state === 'failed' ? ['You are not signed in', session.message] : WORDS[session.state];
  return (
    <div class="notice plain session" role="status">
      <p class="notice-title">{title}</p>
      {more === '' ? null : <p>{more}</p>}
      {session.state === 'starting' ? null : (
        <button type="button" class="primary" onClick={() => void signIn()}>
          {session.state === 'ended' ? 'Sign in again' : 'Sign in'}
        </button>
      )}
    </div>
  );
};

/** What was there when the session ended stays, under the notice. */
export const SessionGate = ({ children }: { readonly children: ComponentChildren }) => {
  const session = useSession();
  const isShown = session.state === 'signed-in' || session.state === 'ended';
  return (
    <>
      <SignInNotice session={session} />
      {isShown ? children : null}
    </>
  );
};
