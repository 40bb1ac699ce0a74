/* Stands in for the grid (dash_ag_grid) until the first table is drawn, and then loads its 1.3 MB.
   dashboard/bundle.py takes the grid's own script out of the page's head. */
(function () {
  "use strict";
  const React = window.React;
  const script = document.currentScript.src.split("/assets/")[0] + "/_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js";
  let loading = null;

  function load() {
    loading = loading || new Promise(function (resolve, reject) {
      const element = document.createElement("script");
      element.src = script;
      element.onerror = reject;
      element.onload = function () {
        const loaded = window.dash_ag_grid;
        // The renderer looks the component up at each drawing; another one would make it throw the grid away.
        window.dash_ag_grid = Object.assign({}, loaded, { AgGrid: AgGrid });
        resolve(loaded);
      };
      document.body.appendChild(element);
    });
    return loading;
  }

  const Loaded = React.lazy(function () {
    return load().then(function (loaded) { return { default: loaded.AgGrid }; });
  });

  function AgGrid(props) {
    const room = React.createElement("div", { className: "grid-table", style: props.style });
    return React.createElement(React.Suspense, { fallback: room }, React.createElement(Loaded, props));
  }
  // What the renderer reads from the component itself, as dash-ag-grid 35.3.0 sets it.
  AgGrid.dashRenderType = true;
  AgGrid.dashPersistence = { persisted_props: ["selectedRows"], persistence_type: "local" };

  window.dash_ag_grid = {
    AgGrid: AgGrid,
    getApi: function () { return undefined; },
    getApiAsync: function (id) { return load().then(function (loaded) { return loaded.getApiAsync(id); }); },
  };
})();
