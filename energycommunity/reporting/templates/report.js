(function () {
  "use strict";
  document.documentElement.classList.add("script");
  var figures = JSON.parse(document.getElementById("figures").textContent);
  var language = document.documentElement.lang;
  var base = {
    font: { family: '"Segoe UI", "Noto Sans", Arial, sans-serif', size: 12, color: "#1b2126" },
    margin: { l: 60, r: 16, t: 30, b: 46 },
    paper_bgcolor: "#fff",
    plot_bgcolor: "#fff",
    separators: language === "lv" ? ",\u00a0" : ".\u00a0",
    legend: { orientation: "h", y: -0.16, x: 0, yanchor: "top" },
    hoverlabel: { font: { size: 12 } }
  };
  var axis = { gridcolor: "#e3e6e8", zerolinecolor: "#6b747c", linecolor: "#9aa3aa", automargin: true };
  var axes = ["xaxis", "yaxis", "xaxis2", "yaxis2"];

  function layoutOf(figure) {
    var layout = Object.assign({}, base, figure.layout);
    axes.forEach(function (name) {
      if (layout[name]) { layout[name] = Object.assign({}, axis, layout[name]); }
    });
    return layout;
  }

  function draw(place) {
    var figure = figures[place.dataset.figure];
    if (!figure || place.dataset.drawn) { return; }
    place.dataset.drawn = "1";
    place.textContent = "";
    var options = { displaylogo: false, responsive: true, modeBarButtonsToRemove: ["lasso2d", "select2d"] };
    window.Plotly.newPlot(place, figure.data, layoutOf(figure), options);
  }

  var places = Array.prototype.slice.call(document.querySelectorAll(".plot"));
  if ("IntersectionObserver" in window) {
    var watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) { watcher.unobserve(entry.target); draw(entry.target); }
      });
    }, { rootMargin: "300px" });
    places.forEach(function (place) { watcher.observe(place); });
  } else {
    places.forEach(draw);
  }

  var buttons = Array.prototype.slice.call(document.querySelectorAll(".tabs button"));
  function choose(button) {
    buttons.forEach(function (other) {
      var chosen = other === button;
      other.setAttribute("aria-selected", chosen ? "true" : "false");
      document.getElementById(other.getAttribute("aria-controls")).classList.toggle("hidden", !chosen);
    });
  }
  buttons.forEach(function (button) { button.addEventListener("click", function () { choose(button); }); });
  if (buttons.length) { choose(buttons[0]); }

  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (part) { part.open = true; });
    buttons.forEach(function (button) {
      document.getElementById(button.getAttribute("aria-controls")).classList.remove("hidden");
    });
    places.forEach(function (place) {
      draw(place);
      window.Plotly.relayout(place, { width: 690 });
    });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (part) { part.open = false; });
    places.forEach(function (place) { window.Plotly.relayout(place, { width: null, autosize: true }); });
    choose(buttons.filter(function (b) { return b.getAttribute("aria-selected") === "true"; })[0] || buttons[0]);
  });
}());
