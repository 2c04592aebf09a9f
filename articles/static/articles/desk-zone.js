/* Time zones: tells the desk which one the browser is in, to be asked in it from the next page on; and beside a field
   for a moment, keeps told how far from UTC the time that is typed is, and what the newspaper's clocks show then. */

"use strict";

{
  const {timeZone} = Intl.DateTimeFormat().resolvedOptions();
  const cookie = `desk-zone=${timeZone}`;
  if (timeZone && !document.cookie.split("; ").includes(cookie)) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax${secure}`;
  }

  const MINUTE = 60_000, DAY = 24 * 60 * MINUTE;

  /* Minutes that the zone's clocks are ahead of UTC. */
  const offset = (zone, at) => {
    const parts = new Intl.DateTimeFormat("en", {timeZone: zone, timeZoneName: "longOffset"}).formatToParts(at);
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(parts.find(({type}) => type === "timeZoneName").value);
    return (sign === "-" ? -1 : 1) * (60 * (hours ?? 0) + Number(minutes ?? 0));
  };

  /* The moments that a text stands for on the zone's clocks: one, none in spring, two in autumn. */
  const moments = (text, zone) => {
    const wall = Date.parse(`${text}Z`);
    const offsets = new Set([wall - DAY, wall + DAY].map((at) => offset(zone, at)));
    return [...offsets].map((ahead) => wall - ahead * MINUTE).filter((at) => wall - at === offset(zone, at) * MINUTE);
  };

  const utc = (minutes) => {
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return minutes ? `UTC${minutes < 0 ? "−" : "+"}${hours}${rest ? `:${rest}` : ""}` : "UTC";
  };

  const told = (text, {zone, ours, there, empty}) => {
    if (!text) {
      return empty;
    }
    const found = moments(text, zone);
    if (found.length !== 1) {
      return zone;
    }
    const [at] = found, here = `${zone}, ${utc(offset(zone, at))}`;
    if (offset(zone, at) === offset(ours, at)) {
      return here;
    }
    const write = (timeZone, style) => new Intl.DateTimeFormat(document.documentElement.lang, {...style, timeZone}).format(at);
    const day = {dateStyle: "long"}, time = {timeStyle: "short"};
    const isSameDay = write(zone, day) === write(ours, day);
    return `${here} (${there.replace("…", write(ours, isSameDay ? time : {...day, ...time}))})`;
  };

  document.addEventListener("input", ({target}) => {
    const note = target.type === "datetime-local" && document.getElementById(`${target.id}_zone`);
    if (note) {
      note.textContent = told(target.value, note.dataset);
    }
  });
}
