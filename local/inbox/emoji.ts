/** The few emoji names an alert uses; any other name is shown as it was written. */
const known: Readonly<Record<string, string>> = {
  rotating_light: '🚨',
  warning: '⚠️',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  lock: '🔒',
  unlock: '🔓',
  key: '🔑',
  closed_lock_with_key: '🔐',
  bell: '🔔',
  no_bell: '🔕',
  information_source: 'ℹ️',
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  large_blue_circle: '🔵',
  white_circle: '⚪',
  shield: '🛡️',
  eyes: '👀',
  clock3: '🕒',
  hourglass_flowing_sand: '⏳',
  question: '❓',
  exclamation: '❗',
  bust_in_silhouette: '👤',
  robot_face: '🤖',
  fire: '🔥',
  mag: '🔍',
  memo: '📝',
  link: '🔗',
  calendar: '📅',
  globe_with_meridians: '🌐',
  speech_balloon: '💬',
  arrow_right: '➡️',
};

/** `:bell:` becomes the sign. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name: string) =>
    Object.hasOwn(known, name) ? (known[name] ?? whole) : whole,
  );
}
