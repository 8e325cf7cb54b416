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
    legend: { orientation: "h", y: 1.02, x: 0, yanchor: "bottom" },
    hoverlabel: { font: { size: 12 } }
  };
  // Nothing on this page talks to a server, not even a button.
  var noButtons = ["sendChartToCloud", "sendDataToCloud", "lasso2d", "select2d"];
  var axis = { gridcolor: "#e3e6e8", zerolinecolor: "#6b747c", linecolor: "#9aa3aa", automargin: true };
  var axes = ["xaxis", "yaxis", "xaxis2", "yaxis2"];

  function layoutOf(figure) {
    var layout = Object.assign({}, base, figure.layout);
    axes.forEach(function (name) {
      if (layout[name]) { layout[name] = Object.assign({}, axis, layout[name]); }
    });
    return layout;
  }

  function draw(place, width) {
    var figure = figures[place.dataset.figure];
    if (!figure || (place.dataset.drawn && !width)) { return; }
    if (place.dataset.drawn) { window.Plotly.purge(place); }
    place.dataset.drawn = "1";
    place.textContent = "";
    var layout = layoutOf(figure);
    if (width) { layout.width = width; }
    var options = { displaylogo: false, plotlyServerURL: "", responsive: !width, modeBarButtonsToRemove: noButtons };
    window.Plotly.newPlot(place, figure.data, layout, options);
  }

  var places = Array.prototype.slice.call(document.querySelectorAll(".plot"));
  var watcher = null;
  if ("IntersectionObserver" in window) {
    watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting) { watcher.unobserve(entry.target); draw(entry.target); }
      });
    }, { rootMargin: "300px" });
    places.forEach(function (place) { watcher.observe(place); });
  } else {
    places.forEach(function (place) { draw(place); });
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

  // On paper all options are shown, each figure as wide as the page; afterwards the screen is put back.
  window.addEventListener("beforeprint", function () {
    buttons.forEach(function (button) {
      document.getElementById(button.getAttribute("aria-controls")).classList.remove("hidden");
    });
    places.forEach(function (place) { draw(place, 680); });
  });
  window.addEventListener("afterprint", function () {
    places.forEach(function (place) {
      window.Plotly.purge(place);
      delete place.dataset.drawn;
      if (watcher) { watcher.observe(place); } else { draw(place); }
    });
    choose(buttons.filter(function (b) { return b.getAttribute("aria-selected") === "true"; })[0] || buttons[0]);
  });
}());
