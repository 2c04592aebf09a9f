/* Tells the desk which time zone the browser is in. Times are asked for and shown in it from the next page on. */

"use strict";

{
  const {timeZone} = Intl.DateTimeFormat().resolvedOptions();
  const cookie = `desk-zone=${timeZone}`;
  if (timeZone && !document.cookie.split("; ").includes(cookie)) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax${secure}`;
  }
}
