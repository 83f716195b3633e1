/** Whether somebody's people were at work. */
import type { WorkingHours } from './policy.ts';

export interface LocalTime {
  /** "Sunday, 03:12" */
  readonly words: string;
  /** 1 is Monday. */
  readonly day: number;
  /** Since midnight, by the clock on the wall. */
  readonly minutes: number;
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A moment as the wall clock of a time zone (IANA name) shows it, summer time included. */
export const localTime = (moment: Date, timeZone: string): LocalTime => {
  const parts = formatterOf(timeZone).formatToParts(moment);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const [weekday, hour, minute] = [part('weekday'), part('hour'), part('minute')];
  return {
    words: `${weekday}, ${hour}:${minute}`,
    day: DAYS.indexOf(weekday) + 1,
    minutes: Number(hour) * 60 + Number(minute),
  };
};

/** A shift that ends before it begins goes on into the next day, and belongs to the day on which it began. */
export const isAtWork = ({ from, to, days }: WorkingHours, { day, minutes }: LocalTime): boolean => {
  const [begins, ends] = [minutesOf(from), minutesOf(to)];
  const isOn = (one: number): boolean => days.includes(one);
  if (begins < ends) return isOn(day) && begins <= minutes && minutes < ends;
  return (isOn(day) && minutes >= begins) || (isOn(day === 1 ? 7 : day - 1) && minutes < ends);
};

/** `07:30` */
const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Making one takes a millisecond, using it none. */
const kept = new Map<string, Intl.DateTimeFormat>();

const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const made =
    kept.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  kept.set(timeZone, made);
  return made;
};
