/** The smallest page that signs in: what the real one does before it shows anything, and no more. */
import * as session from '../../web/sign-in/session.ts';

Object.assign(globalThis, { session });
Object.assign(globalThis, { began: await session.beginSession() });
