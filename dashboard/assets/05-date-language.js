/* The date pickers speak the page's language (?lang=), not the browser's: they ask for the loaded locales at each drawing. */
(function () {
  "use strict";
  const chinese = window.dateFns.locale;
  Object.defineProperty(window.dateFns, "locale", {
    get: function () {
      return new URLSearchParams(window.location.search).get("lang") === "en" ? {} : chinese;
    },
  });
})();
