/** The page starts here. */
import { render } from 'preact';
import { App } from './app.tsx';
import { applyHidden, readHidden } from './hidden-columns.ts';
import { beginSession } from './sign-in/session.ts';
import { SessionGate } from './sign-in/session-gate.tsx';

const place = document.getElementById('page');

void beginSession();
applyHidden(readHidden());
if (place !== null) {
  render(
    <SessionGate>
      <App />
    </SessionGate>,
    place,
  );
}
