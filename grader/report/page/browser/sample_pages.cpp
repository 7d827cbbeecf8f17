// sample_pages FOLDER: writes pages for the browser test. One is a student's page, and one is full of text
// that tries to be markup. There is also a class page with the page that it links to, and the script that
// they share.
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>

#include "grader/base/files.hpp"
#include "grader/report/page/class_page.hpp"
#include "grader/report/page/figure_script.hpp"
#include "grader/report/page/html_report.hpp"
#include "grader/report/sample_report.hpp"

namespace grader {
namespace {

constexpr const char* kHostile =
    "</title></script></pre><script>window.hostile=1;alert(1)</script><img src=x onerror=\"alert(1)\"><a "
    "href=\"javascript:alert(1)\">";

// A figure as scenarios make it.
std::vector<Figure> charts() {
  return {{"histogram", "Outputs of the gates in the first layer",
           R"({"$schema":"https://vega.github.io/schema/vega-lite/v5.json","title":"Outputs",
           "width":360,"height":200,
           "data":{"values":[{"from":0,"to":0.5,"count":30},{"from":0.5,"to":1,"count":12}]},"mark":"bar",
           "encoding":{"x":{"field":"from","type":"quantitative","bin":{"binned":true},"title":"output"},
                       "x2":{"field":"to"},
                       "y":{"field":"count","type":"quantitative","title":"count"}}})"},
          {"curves", "Norm of the gradient, by step",
           R"({"$schema":"https://vega.github.io/schema/vega-lite/v5.json","title":"Norms",
           "width":360,"height":200,
           "data":{"values":[{"series":"yours","x":0,"y":1},{"series":"yours","x":1,"y":10},
                             {"series":"yours","x":2,"y":null},
                             {"series":"clipped","x":0,"y":1},{"series":"clipped","x":1,"y":2},
                             {"series":"clipped","x":2,"y":2.5}]},
           "mark":"line","encoding":{"x":{"field":"x","type":"quantitative","title":"step"},
           "y":{"field":"y","type":"quantitative","title":"norm","scale":{"type":"log"}},
           "color":{"field":"series","type":"nominal","title":null},
                       "strokeDash":{"field":"series","type":"nominal","title":null}}})"},
          {"images", "Two images of two pixels",
           R"({"$schema":"https://vega.github.io/schema/vega-lite/v5.json","title":"Images",
           "data":{"values":[{"image":"before","row":0,"column":0,"shade":1},
                             {"image":"before","row":0,"column":1,"shade":-0.5},
                             {"image":"after","row":0,"column":0,"shade":0},
                             {"image":"after","row":0,"column":1,"shade":1}]},
           "facet":{"field":"image","type":"nominal","sort":["before","after"],"header":{"title":null}},
           "columns":2,"spacing":10,
           "spec":{"width":{"step":40},"height":{"step":40},"mark":"rect",
                   "encoding":{"x":{"field":"column","type":"ordinal","axis":null},
                               "y":{"field":"row","type":"ordinal","axis":null},
                               "color":{"field":"shade","type":"quantitative","legend":null}}}})"}};
}

Report hostile_report() {
  Report report = sample_report();
  report.submission.id = kHostile;
  for (Problem& problem : report.problems) {
    problem.title = kHostile;
    problem.message = std::string(kHostile) + "\n" + kHostile;
    for (Check& check : problem.checks) {
      check.message = kHostile;
      if (check.mistake) check.mistake->hint = kHostile;
      if (check.evidence) check.evidence->probe = kHostile;
      check.more_hints = {kHostile, kHostile};
      if (!check.failing_case) continue;
      check.failing_case->probe = check.failing_case->note = kHostile;
      check.failing_case->printed = std::string(kHostile) + "\n" + kHostile;
      check.failing_case->inputs.front().name = kHostile;
    }
  }
  return report;
}

// Long lines and a heat map as wide as they come.
void add_wide_things(Report& report) {
  std::string line = "const Matrix dx = ";
  while (line.size() < 300) line += "matmul(dout, transpose(w)) + ";
  report.problems.back().message = "tanh.cpp:12: this does not compile\n  " + line + "last;\n";
  report.problems[1].excerpt->source = "AffineGradients affine_backward() {\n  " + line + "last;\n}\n";
  Evidence& evidence = *report.problems[1].checks[1].evidence;
  evidence.shape = {64, 32};
  evidence.expected_values.clear();
  evidence.actual_values.clear();
  evidence.differences.columns = kMostHeatCells;
  for (std::size_t i = 0; i < kMostHeatCells * kMostHeatCells; ++i)
    evidence.differences.cells.push_back(i % 7 == 0 ? 0.0 : std::sin(static_cast<double>(i)));
}

// A circuit with a wrong wire, and predictions of every kind.
void add_circuit_and_predictions(Report& report, const std::string& text) {
  Problem& problem = report.problems[1];
  problem.drawn = DrawnCase{
      text, 12,
      Circuit{
          text,
          {{"a", text, 0, 0}, {"copy", "", 1, 0}, {"b", "max", 4, 1}, {"c", "square", 6, 0}},
          {{"v", "a", "copy", 1.5, -2}, {text, "copy", "b", 1.5, -0.123456, 0.25}, {"w", "b", "c", 2, 3}}}};
  problem.predictions = {
      {.id = text, .question = text, .form = text, .predicted = text, .measured = text, .near = true},
      {.id = text, .question = text, .form = text, .predicted = text},
      {.id = text, .question = text, .form = text}};
  problem.handout = text;
  report.prediction_notes = {text};
}

void write_pages(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "reports");
  Report report = sample_report();
  report.figures = charts();
  report.figures[0].caption = "30 of 42 gates are at rest.";
  report.problems[1].checks[1].more_hints = {"What the layer computes.", "An example: 0.5 and 1."};
  report.problems[1].checks[1].failing_case->printed = "here\n";
  add_wide_things(report);
  add_circuit_and_predictions(report, "some words");
  Report hostile = hostile_report();
  hostile.figures = charts();
  add_circuit_and_predictions(hostile, kHostile);
  const std::string script = figure_script();
  write_atomically(folder / "report.html", render_html(report, {.figure_script = script}));
  write_atomically(folder / "hostile.html", render_html(hostile, {.figure_script = script}));
  write_atomically(folder / "figures.js", script);
  write_atomically(folder / "reports" / "alice.html", render_html(report, {.figure_link = "../figures.js"}));
  std::filesystem::create_directories(folder / "mailed" / "reports");  // without the shared script
  write_atomically(folder / "mailed" / "reports" / "alice.html",
                   render_html(report, {.figure_link = "../figures.js"}));
  write_atomically(
      folder / "index.html",
      render_class_page({.title = "Gates",
                         .entries = {{"bob", "reports/alice.html", &hostile, "graded", "", "yes"},
                                     {"alice", "reports/alice.html", &report, "graded", ""},
                                     {kHostile, "", nullptr, "unreadable", kHostile}},
                         .findings = {{"affine", "affine.dw", kHostile, 12, {0, 1}},
                                      {"relu", "relu.dx", "dx is 0.", 3, {2}}},
                         .pairs = {{"alice", kHostile, 0.8}},
                         .grades_link = "reports/alice.html"}));
}

}  // namespace
}  // namespace grader

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    grader::write_pages(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sample_pages: %s\n", error.what());
    return 1;
  }
  return 0;
}
