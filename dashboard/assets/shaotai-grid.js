/* A cell that leads somewhere: the row says where. */
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
})();
