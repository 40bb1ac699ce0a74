/* What only the browser can do: theme, chart colours, choosers that write the address, folding, full screen, copying a table. */
(function () {
  "use strict";
  const root = document.documentElement;
  const TOKENS = ["ink", "muted", "paper", "canvas", "line", "accent", "accent-soft", "good", "watch", "bad", "none", "grey", "scale", "on-accent", "second", "third"];

  /* theme: the reader's choice, else the system's */
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  function remembered() { try { return localStorage.getItem("shaotai-theme"); } catch (error) { return null; } }
  function theme() { return remembered() || (system.matches ? "dark" : "light"); }
  function dress() {
    root.setAttribute("data-bs-theme", theme());
    root.setAttribute("data-ag-theme-mode", theme());
  }
  function repaint() {
    dress();
    window.dash_clientside.set_props("theme", { data: theme() });
  }
  system.addEventListener("change", repaint);
  window.matchMedia("(min-width: 1800px)").addEventListener("change", repaint);  // type grows on a wall
  dress();

  /* charts: a picture carries names of colours ("@accent") and sizes ("@text"); theme and wall decide what they are */
  function colours() {
    const style = getComputedStyle(root), type = parseFloat(style.fontSize) / 16;
    const named = TOKENS.map((name) => ["@" + name, style.getPropertyValue("--" + name).trim()]);
    return Object.fromEntries([...named, ["@text", 12 * type], ["@small", 10.5 * type]]);
  }
  function coloured(value, palette) {
    if (typeof value === "string") return palette[value] || mixed(value, palette);
    if (Array.isArray(value)) return value.map((item) => coloured(item, palette));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coloured(item, palette)]));
    }
    return value;
  }
  /* "@scale:0.4" is so far on the way from the canvas to that colour */
  function mixed(value, palette) {
    const [, name, share] = /^(@[a-z-]+):([01](?:\.\d+)?)$/.exec(value) || [];
    if (!palette[name]) return value;
    const [from, to] = [palette["@canvas"], palette[name]].map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
    return "rgb(" + from.map((one, at) => Math.round(one + (to[at] - one) * share)).join(", ") + ")";
  }
  function template(palette) {
    const axis = { gridcolor: palette["@line"], linecolor: palette["@line"], zerolinecolor: palette["@line"], tickcolor: palette["@line"], automargin: true };
    return { layout: {
      font: { family: getComputedStyle(document.body).fontFamily, size: palette["@text"], color: palette["@muted"] },
      paper_bgcolor: palette["@paper"], plot_bgcolor: palette["@paper"], xaxis: axis, yaxis: axis,
      colorway: ["@accent", "@second", "@third", "@grey"].map((name) => palette[name]),
      hoverlabel: { bgcolor: palette["@paper"], bordercolor: palette["@line"], font: { color: palette["@ink"] } },
      modebar: { bgcolor: "rgba(0,0,0,0)", color: palette["@none"], activecolor: palette["@accent"] },
    } };
  }
  function paint(picture) {
    if (!picture) return window.dash_clientside.no_update;
    const palette = colours();
    const figure = coloured(picture, palette);
    figure.layout.template = template(palette);
    return figure;
  }

  /* the address: the same event that a Dash link sends */
  function go(href) {
    history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }
  function follow(click) {
    const target = click && click.points && click.points[0] && click.points[0].customdata;
    const href = Array.isArray(target) ? target[target.length - 1] : target;
    if (typeof href === "string" && href.startsWith("/")) go(href);
    return null;
  }
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.id || !field.id.startsWith("choose-")) return;
    if (field.value === "span") return;
    const key = field.id.slice("choose-".length);
    const span = key === "period" ? { from: null, to: null } : {};
    rewrite({ [key]: field.value === "all" ? null : field.value, ...span });
  });
  function choose_day(day) {
    if (day && shown_day() !== day) rewrite({ as_of: day });
    return window.dash_clientside.no_update;
  }
  /* What is chosen is asked of the generation that the page shows. */
  function generation() {
    const drawn = document.querySelector("[data-generation]");
    return drawn && drawn.dataset.generation;
  }
  /* The picker reports the day it was drawn with as well: that one is no choice. */
  function shown_day() {
    const drawn = document.querySelector("[data-as-of]");
    return drawn && drawn.dataset.asOf;
  }
  function rewrite(changes) { go(changed({ generation: generation(), ...changes })); }
  function changed(changes) {
    const query = new URLSearchParams(location.search);
    Object.entries(changes).forEach(([key, value]) => {
      query.delete(key);
      [value].flat().forEach((each) => { if (each) query.append(key, each); });
    });
    const text = query.toString();
    return location.pathname + (text ? "?" + text : "");
  }

  /* a list: which one, in which order, under which filters stays in the address, and the page is not drawn anew */
  function keep(changes) { history.replaceState(history.state, "", changed(changes)); }
  function choose_list(which, name) {
    keep({ list: which });
    const grid = window.dash_ag_grid.getApi(name);
    if (grid) {
      grid.ensureIndexVisible(0);
      grid.purgeInfiniteCache();  // rows of the list before would stay where the reader has been
    }
    return window.dash_clientside.no_update;
  }
  function keep_order(request) {
    if (request) {
      keep({
        sort: request.sortModel.slice(0, 1).map((by) => (by.sort === "desc" ? "-" : "") + by.colId),
        filter: Object.entries(request.filterModel).map(([column, asked]) => column + ":" + asked.filter),
      });
    }
    return window.dash_clientside.no_update;
  }

  /* the share that is tried out stays in the address, and nowhere else */
  function keep_share(share) {
    if (share !== null && share !== undefined) keep({ share: String(share) });
    return window.dash_clientside.no_update;
  }

  /* a score opens its formula beside the table, and the address names it */
  function open_score(cell) {
    keep({ unit: cell && cell.unit, node: cell && cell.node });
    window.dash_clientside.set_props("assessment-opened", { data: cell });
  }

  /* buttons that need no server */
  const acts = {
    fold() { root.classList.toggle("folded"); window.dispatchEvent(new Event("resize")); },
    drawer() { root.classList.toggle("drawer"); },
    theme() { try { localStorage.setItem("shaotai-theme", theme() === "dark" ? "light" : "dark"); } catch (error) { /* private window */ } repaint(); },
    print() { window.print(); },
    shut() { open_score(null); },
    screen() { if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen(); },
  };
  document.addEventListener("click", (event) => {
    const other = event.target.closest("a[hreflang]");
    if (other) {  // what has been chosen since the page was drawn holds in the other language too
      event.preventDefault();
      return location.assign(changed({ lang: new URL(other.href).searchParams.get("lang") }));
    }
    const button = event.target.closest("[data-act]");
    if (button) return acts[button.dataset.act]();
    if (root.classList.contains("drawer") && (event.target.closest(".nav-link") || !event.target.closest(".nav-side"))) acts.drawer();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    root.classList.remove("drawer");
    document.querySelectorAll("details.sheet[open]").forEach((sheet) => sheet.removeAttribute("open"));
    if (document.querySelector(".derivation")) open_score(null);
  });
  document.addEventListener("fullscreenchange", () => {
    root.classList.toggle("wall", Boolean(document.fullscreenElement));
    repaint();
  });

  /* copying a selection of grid cells gives a table, not a column of words */
  document.addEventListener("copy", (event) => {
    const chosen = document.getSelection();
    const grid = chosen.anchorNode && chosen.anchorNode.parentElement && chosen.anchorNode.parentElement.closest(".ag-root");
    if (!grid || chosen.isCollapsed) return;
    const rows = new Map();
    grid.querySelectorAll(".ag-cell").forEach((cell) => {
      if (!chosen.containsNode(cell, true)) return;
      const row = cell.closest(".ag-row").getAttribute("row-index");
      if (!rows.has(row)) rows.set(row, []);
      rows.get(row).push(cell);
    });
    const place = (cell) => Number(cell.getAttribute("aria-colindex"));
    const lines = [...rows.values()].map((cells) => cells.sort((a, b) => place(a) - place(b)).map((cell) => cell.innerText.trim()).join("\t"));
    if (!lines.length) return;
    event.clipboardData.setData("text/plain", lines.join("\n"));
    event.preventDefault();
  });

  window.shaotaiGo = go;
  window.shaotaiOpen = open_score;
  window.shaotaiSort = (sort) => keep({ sort });
  window.dash_clientside = Object.assign({}, window.dash_clientside, { shaotai: { paint, follow, choose_day, choose_list, keep_order, keep_share } });
})();
