/* Cells that lead somewhere: the row says where, or the column what is opened. */
(function () {
  "use strict";
  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  components.ShaotaiLink = function (props) {
    const href = props.data && props.data[props.href];
    if (!href) return props.valueFormatted || props.value || null;
    return window.React.createElement("a", {
      href: href,
      onClick: function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        window.shaotaiGo(href);
      },
    }, props.valueFormatted || props.value);
  };

  const APART = ["rank", "grade", "total"];
  function open(params) {
    const tag = params.colDef.context && params.colDef.context.tag;
    if (tag && params.data) window.shaotaiOpen({ unit: params.data.code, node: tag });
  }
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    openScore: open,
    openScoreByKey: function (params) { if (params.event.key === "Enter") open(params); },
    /* the order stays in the address, so that a link shows the table as it stands */
    keepSort: function (params) {
      const first = params.api.getColumnState().filter(function (each) { return each.sort && each.sortIndex === 0; })[0];
      window.shaotaiSort(first ? (first.sort === "desc" ? "-" : "") + first.colId : null);
    },
    /* on a phone the unit alone stays while the rest scrolls */
    narrowScores: function (params) {
      const pinned = params.clientWidth < 700 ? null : "left";
      params.api.applyColumnState({ state: APART.map(function (colId) { return { colId: colId, pinned: pinned }; }) });
    },
  });
})();
