/** Logins, root, federation tokens: somebody is in without having taken a designated role. */
import { COMMAND_LINE_LOGIN_DOOR } from './command-line-login-door.ts';
import { CONSOLE_LOGIN_DOOR } from './console-login-door.ts';
import type { DoorDecoder } from './door-decoder.ts';
import { ORGANIZATION_ROOT_DOOR, ROOT_EMAIL_DOOR, ROOT_SIGNIN_DOOR } from './root-account-door.ts';
import { SESSION_TOKEN_DOOR } from './session-token-door.ts';

export const LOGIN_DOORS: readonly DoorDecoder[] = [
  CONSOLE_LOGIN_DOOR,
  COMMAND_LINE_LOGIN_DOOR,
  SESSION_TOKEN_DOOR,
  ROOT_SIGNIN_DOOR,
  ROOT_EMAIL_DOOR,
  ORGANIZATION_ROOT_DOOR,
];
