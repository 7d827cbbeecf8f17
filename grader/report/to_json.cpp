#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "grader/base/json.hpp"
#include "grader/report/json.hpp"

namespace grader {
namespace {

Json any_double(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return value;
}

/// Writes 12 and 7.5. The library would write 12.0.
Json points(double value) {
  if (!std::isfinite(value)) throw std::logic_error("points in a report are not finite");
  if (value == std::trunc(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

Json seed(std::uint64_t value) {
  if (value > kMaxSeed) throw std::logic_error("a seed in a report exceeds 2^53 - 1");
  return value;
}

Json nested(const std::vector<double>& values, const std::vector<std::size_t>& shape, std::size_t axis,
            std::size_t& next) {
  if (axis == shape.size()) return any_double(values.at(next++));
  Json array = Json::array();
  for (std::size_t i = 0; i < shape[axis]; ++i) array.push_back(nested(values, shape, axis + 1, next));
  return array;
}

Json nested(const std::vector<double>& values, const std::vector<std::size_t>& shape) {
  std::size_t size = 1;
  for (const std::size_t extent : shape) size *= extent;
  if (size != values.size() || size > kMaxShownElements) {
    throw std::logic_error("the values shown as evidence do not fill their shape, or are too many");
  }
  std::size_t next = 0;
  return nested(values, shape, 0, next);
}

Json to_json(const HeatMap& map) {
  Json rows = Json::array();
  for (std::size_t row = 0; row < map.rows(); ++row) {
    Json cells = Json::array();
    for (std::size_t column = 0; column < map.columns; ++column)
      cells.push_back(any_double(map.cells[row * map.columns + column]));
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json to_json(const Evidence& evidence) {
  Json json;
  json["failing_class"] = evidence.failing_class;
  if (evidence.gradient) json["gradient"] = *evidence.gradient;
  json["probe"] = evidence.probe;
  json["shape"] = evidence.shape;
  json["case_seed"] = seed(evidence.case_seed);
  if (evidence.worst) {
    json["worst_index"] = evidence.worst->index;
    json["expected"] = any_double(evidence.worst->expected);
    json["actual"] = any_double(evidence.worst->actual);
    json["absolute_error"] = any_double(evidence.worst->absolute_error);
    json["relative_error"] = any_double(evidence.worst->relative_error);
    json["tolerance"] = any_double(evidence.worst->tolerance);
  }
  if (evidence.ratio) json["ratio"] = any_double(*evidence.ratio);
  if (!evidence.expected_values.empty() || !evidence.actual_values.empty()) {
    json["expected_values"] = nested(evidence.expected_values, evidence.shape);
    json["actual_values"] = nested(evidence.actual_values, evidence.shape);
    if (!evidence.wrong_elements.empty()) json["wrong_elements"] = evidence.wrong_elements;
  }
  if (!evidence.differences.cells.empty()) json["differences"] = to_json(evidence.differences);
  return json;
}

// Writes the form that `grader vjp` reads, except for tensors that are too large.
Json to_json(const NamedTensor& tensor) {
  Json json;
  json["shape"] = tensor.shape;
  if (tensor.values.empty()) return json;
  json["data"] = Json::array();
  for (const double value : tensor.values) json["data"].push_back(any_double(value));
  return json;
}

Json to_json(const std::vector<NamedTensor>& tensors) {
  Json json = Json::object();
  for (const NamedTensor& tensor : tensors) json[tensor.name] = to_json(tensor);
  return json;
}

Json to_json(const FailingCase& failing) {
  Json call;
  call["attributes"] = Json::object();
  for (const auto& [name, value] : failing.attributes) call["attributes"][name] = any_double(value);
  call["inputs"] = to_json(failing.inputs);
  if (!failing.upstream.empty()) call["upstream"] = to_json(failing.upstream);
  Json json;
  json["probe"] = failing.probe;
  json["case_seed"] = seed(failing.case_seed);
  if (!failing.note.empty()) json["note"] = failing.note;
  json["smallest"] = failing.smallest;
  json["call"] = std::move(call);
  if (failing.expected) json["expected"] = to_json(std::vector{*failing.expected});
  if (failing.actual) json["actual"] = to_json(std::vector{*failing.actual});
  if (!failing.printed.empty()) json["printed"] = failing.printed;
  return json;
}

Json to_json(const Check& check) {
  Json json;
  json["id"] = check.id;
  json["kind"] = to_string(check.kind);
  json["status"] = to_string(check.status);
  json["points"] = points(check.points);
  json["max_points"] = points(check.max_points);
  json["visibility"] = to_string(check.visibility);
  json["message"] = check.message;
  if (check.mistake) json["mistake"] = {{"id", check.mistake->id}, {"hint", check.mistake->hint}};
  if (check.evidence) json["evidence"] = to_json(*check.evidence);
  if (check.failing_case) json["case"] = to_json(*check.failing_case);
  if (!check.more_hints.empty()) json["more_hints"] = check.more_hints;
  return json;
}

Json to_json(const DrawnCase& drawn) {
  Json nodes = Json::array();
  for (const CircuitNode& node : drawn.circuit.nodes)
    nodes.push_back({{"name", node.name}, {"label", node.label}, {"column", node.column}, {"row", node.row}});
  Json wires = Json::array();
  for (const CircuitWire& wire : drawn.circuit.wires) {
    Json json = {{"name", wire.name},
                 {"from", wire.from},
                 {"to", wire.to},
                 {"value", any_double(wire.value)},
                 {"gradient", any_double(wire.gradient)}};
    if (wire.right_gradient) json["right_gradient"] = any_double(*wire.right_gradient);
    wires.push_back(std::move(json));
  }
  return {{"probe", drawn.probe},
          {"case_seed", seed(drawn.case_seed)},
          {"title", drawn.circuit.title},
          {"nodes", std::move(nodes)},
          {"wires", std::move(wires)}};
}

Json to_json(const Prediction& prediction) {
  Json json = {{"id", prediction.id}, {"question", prediction.question}, {"form", prediction.form}};
  if (!prediction.predicted.empty()) json["predicted"] = prediction.predicted;
  if (!prediction.measured.empty()) {
    json["measured"] = prediction.measured;
    json["near"] = prediction.near;
  }
  return json;
}

Json to_json(const Problem& problem) {
  Json json;
  json["id"] = problem.id;
  json["title"] = problem.title;
  json["status"] = to_string(problem.status);
  json["score"] = points(problem.score);
  json["max_score"] = points(problem.max_score);
  if (problem.message) json["message"] = *problem.message;
  if (problem.location) {
    json["location"]["file"] = problem.location->file;
    if (problem.location->line) json["location"]["line"] = *problem.location->line;
  }
  if (!problem.untried.empty()) json["untried"] = problem.untried;
  if (problem.excerpt) {
    json["excerpt"] = {{"first_line", problem.excerpt->first_line}, {"source", problem.excerpt->source}};
    if (!problem.excerpt->formula.empty()) json["excerpt"]["formula"] = problem.excerpt->formula;
    if (!problem.excerpt->handout.empty()) json["excerpt"]["handout"] = problem.excerpt->handout;
  }
  if (!problem.handout.empty()) json["handout"] = problem.handout;
  if (const auto& given = problem.override_by_hand)
    json["override"] = {{"points", points(given->points)}, {"reason", given->reason}, {"by", given->by}};
  for (const Prediction& prediction : problem.predictions) json["predictions"].push_back(to_json(prediction));
  if (problem.drawn) json["circuit"] = to_json(*problem.drawn);
  json["checks"] = Json::array();
  for (const Check& check : problem.checks) json["checks"].push_back(to_json(check));
  return json;
}

Json to_json(const SubmissionInfo& submission) {
  Json json = {{"id", submission.id}, {"sha256", submission.sha256}};
  if (!submission.folder.empty()) json["folder"] = submission.folder;
  if (!submission.not_graded.empty()) json["not_graded"] = submission.not_graded;
  if (!submission.notes.empty()) json["notes"] = submission.notes;
  return json;
}

Json to_json(const RunInfo& run) {
  Json json = {{"graded_at", run.graded_at}, {"hostname", run.hostname}, {"problem_ms", Json::object()}};
  for (const auto& [id, milliseconds] : run.problem_ms) json["problem_ms"][id] = milliseconds;
  return json;
}

}  // namespace

Json to_json(const Report& report) {
  Json json;
  json["schema"] = kReportSchema;
  json["grader"] = {{"version", report.grader.version},
                    {"compiler", report.grader.compiler},
                    {"isolation", report.grader.isolation}};
  json["assignment"] = report.assignment;
  json["submission"] = to_json(report.submission);
  json["seed"] = seed(report.seed);
  json["score"] = points(report.score);
  json["max_score"] = points(report.max_score);
  json["duration_ms"] = report.duration_ms;
  if (report.run) json["run"] = to_json(*report.run);
  json["problems"] = Json::array();
  for (const Problem& problem : report.problems) json["problems"].push_back(to_json(problem));
  json["figures"] = Json::array();
  for (const Figure& figure : report.figures) {
    Json specification = parse_json_if_valid(figure.vega_lite).value_or(nullptr);
    if (!specification.is_object()) throw std::logic_error("a figure in a report is not a JSON object");
    json["figures"].push_back(
        {{"id", figure.id}, {"title", figure.title}, {"vega_lite", std::move(specification)}});
    if (!figure.caption.empty()) json["figures"].elements().back()["caption"] = figure.caption;
  }
  if (!report.prediction_notes.empty()) json["prediction_notes"] = report.prediction_notes;
  return json;
}

std::string json_text(const Report& report) {
  return to_json(report).dump({.indent = 2, .replace_bad_utf8 = true}) + "\n";
}

}  // namespace grader
