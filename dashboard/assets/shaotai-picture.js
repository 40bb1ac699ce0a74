/* The image of a chart, as it goes into a report: over it what it shows and of where, under it question, source and the synthetic mark. */
(function () {
  "use strict";
  const EDGE = 16, LINE = 18, SCALE = 2;

  /* The image button of a mode bar is the one that changes nothing on the chart itself. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".modebar-btn:not([data-attr])");
    if (!button) return;
    event.stopPropagation();
    save(button.closest(".js-plotly-plot"));
  }, true);

  async function save(chart) {
    const told = words(chart.closest(".tile"));
    const drawing = await window.Plotly.toImage(chart, { format: "png", scale: SCALE, width: chart.clientWidth, height: chart.clientHeight });
    const image = new Image();
    image.src = drawing;
    await image.decode();
    const link = document.createElement("a");
    link.href = composed(image, chart.clientWidth, chart.clientHeight, told).toDataURL("image/png");
    link.download = told.file + ".png";
    link.click();
  }

  function words(tile) {
    const said = (place, selector) => [...place.querySelectorAll(selector)].map((found) => found.textContent.trim()).filter(Boolean);
    const [title] = said(tile, ".tile-title"), places = said(document, ".crumbs li");
    const synthetic = said(document, ".band.synthetic");
    const days = [...document.querySelectorAll("[data-as-of]")].map((found) => found.dataset.asOf);
    const file = [title, places.join("-"), ...days, ...synthetic.map((band) => band.split(/[::]/)[0])].join("_");
    return {
      above: [title, places.join(" › ")],
      below: [said(tile, ".marks > *").join("  "), ...said(tile, ".tile-foot"), ...said(document, ".stamp")],
      mark: synthetic,
      file: file.replace(/[\\/:*?"<>|\s]+/g, "-"),
    };
  }

  function composed(image, width, height, told) {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    const style = getComputedStyle(document.documentElement), font = getComputedStyle(document.body).fontFamily;
    const colour = (name) => style.getPropertyValue("--" + name).trim();
    const whole = width + 2 * EDGE, head = EDGE + told.above.length * (LINE + 4);
    pen.font = "12px " + font;
    const below = told.below.flatMap((line) => wrapped(pen, line, width)), mark = told.mark.flatMap((line) => wrapped(pen, line, width));
    canvas.width = whole * SCALE;
    canvas.height = (head + height + (below.length + mark.length) * LINE + EDGE) * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = colour("paper");
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, EDGE, head, width, height);
    const line = (text, y, look, name) => { pen.font = look + font; pen.fillStyle = colour(name); pen.fillText(text, EDGE, y); };
    line(told.above[0], EDGE + LINE - 4, "600 16px ", "ink");
    line(told.above[1], EDGE + 2 * LINE, "12px ", "muted");
    let y = head + height + LINE - 4;
    below.forEach((text) => { line(text, y, "12px ", "muted"); y += LINE; });
    mark.forEach((text) => { line(text, y, "600 12px ", "watch"); y += LINE; });
    return canvas;
  }

  /* The lines that a text takes in this width; Chinese breaks between any two characters. */
  function wrapped(pen, text, width) {
    const lines = [""];
    text.split(/(?<=[\s\u2e80-\uffef])/).forEach((piece) => {
      if (pen.measureText(lines.at(-1) + piece).width > width && lines.at(-1)) lines.push("");
      lines[lines.length - 1] += piece;
    });
    return lines;
  }
})();
