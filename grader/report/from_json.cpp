#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "grader/base/json.hpp"
#include "grader/base/json_reader.hpp"
#include "grader/base/numbers.hpp"
#include "grader/base/text.hpp"
#include "grader/report/json.hpp"
#include "grader/report/own_figure.hpp"

namespace grader {
namespace {

constexpr auto kMaxInteger = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

template <class Value>
Value word(const JsonReader& reader, std::optional<Value> (*from_string)(std::string_view)) {
  const std::string text = reader.string();
  if (const auto value = from_string(text)) return *value;
  reader.fail("holds an unknown word");
}

std::string identifier(const JsonReader& reader) {
  std::string text = reader.string();
  if (text.empty()) reader.fail("is empty");
  return text;
}

std::string failing_class(const JsonReader& reader) {
  const std::string text = identifier(reader);
  if (text[0] == '_' || text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) {
    reader.fail("is not made of lower-case letters and underscores");
  }
  return text;
}

double points(const JsonReader& reader) {
  const double value = reader.number();
  if (value < 0) reader.fail("is negative");
  return value;
}

std::vector<std::string> strings(const JsonReader& object, std::string_view member) {
  std::vector<std::string> values;
  if (const auto list = object.find(member)) {
    for (const JsonReader& element : list->elements()) values.push_back(element.string());
  }
  return values;
}

std::vector<std::size_t> sizes(const JsonReader& reader) {
  std::vector<std::size_t> values;
  for (const JsonReader& element : reader.elements()) values.push_back(element.integer(kMaxInteger));
  return values;
}

void flatten(const JsonReader& reader, const std::vector<std::size_t>& shape, std::size_t axis,
             std::vector<double>& values) {
  if (axis == shape.size()) {
    if (values.size() == kMaxShownElements) reader.fail("is one element more than evidence may show");
    values.push_back(reader.any_double());
    return;
  }
  const auto elements = reader.elements();
  if (elements.size() != shape[axis]) {
    reader.fail(fmt::format("has {} elements, expected {} as in the shape", elements.size(), shape[axis]));
  }
  for (const JsonReader& element : elements) flatten(element, shape, axis + 1, values);
}

WorstElement read_worst(const JsonReader& reader, const std::vector<std::size_t>& shape) {
  WorstElement worst;
  worst.index = sizes(reader["worst_index"]);
  worst.expected = reader["expected"].any_double();
  worst.actual = reader["actual"].any_double();
  worst.absolute_error = reader["absolute_error"].any_double();
  worst.relative_error = reader["relative_error"].any_double();
  worst.tolerance = reader["tolerance"].any_double();
  const auto inside = [](std::size_t i, std::size_t extent) { return i < extent; };
  if (!std::equal(worst.index.begin(), worst.index.end(), shape.begin(), shape.end(), inside)) {
    reader["worst_index"].fail("does not lie inside the shape");
  }
  return worst;
}

HeatMap read_heat_map(const JsonReader& reader) {
  const std::vector<JsonReader> rows = reader.elements();
  if (rows.empty() || rows.size() > kMostHeatCells) reader.fail("has no rows, or too many");
  HeatMap map;
  map.columns = rows.front().elements().size();
  if (map.columns == 0 || map.columns > kMostHeatCells) rows.front().fail("has no cells, or too many");
  for (const JsonReader& row : rows) {
    const std::vector<JsonReader> cells = row.elements();
    if (cells.size() != map.columns) row.fail("has another length than the first row");
    for (const JsonReader& cell : cells) map.cells.push_back(cell.any_double());
  }
  return map;
}

Evidence read_evidence(const JsonReader& reader) {
  reader.expect_object({"failing_class", "gradient", "probe", "shape", "case_seed", "worst_index", "expected",
                        "actual", "absolute_error", "relative_error", "tolerance", "ratio", "expected_values",
                        "actual_values", "wrong_elements", "differences"});
  Evidence evidence;
  evidence.failing_class = failing_class(reader["failing_class"]);
  if (const auto gradient = reader.find("gradient")) evidence.gradient = gradient->string();
  evidence.probe = reader["probe"].string();
  evidence.shape = sizes(reader["shape"]);
  evidence.case_seed = reader["case_seed"].integer(kMaxSeed);
  for (const char* member :
       {"worst_index", "expected", "actual", "absolute_error", "relative_error", "tolerance"}) {
    if (!evidence.worst && reader.find(member)) evidence.worst = read_worst(reader, evidence.shape);
  }
  if (const auto ratio = reader.find("ratio")) evidence.ratio = ratio->any_double();
  if (reader.find("expected_values") || reader.find("actual_values")) {
    flatten(reader["expected_values"], evidence.shape, 0, evidence.expected_values);
    flatten(reader["actual_values"], evidence.shape, 0, evidence.actual_values);
    if (const auto wrong = reader.find("wrong_elements")) {
      evidence.wrong_elements = sizes(*wrong);
      const auto outside = [&](std::size_t at) { return at >= evidence.actual_values.size(); };
      if (std::ranges::any_of(evidence.wrong_elements, outside))
        wrong->fail("has a place that is not in the tensor");
    }
  }
  if (const auto differences = reader.find("differences")) evidence.differences = read_heat_map(*differences);
  return evidence;
}

NamedTensor read_tensor(const std::string& name, const JsonReader& reader) {
  reader.expect_object({"shape", "data"});
  NamedTensor tensor{name, sizes(reader["shape"]), {}};
  const auto data = reader.find("data");
  if (!data) return tensor;
  std::size_t size = 1;
  for (const std::size_t extent : tensor.shape) {
    if (extent > kMaxShownElements || (size *= extent) > kMaxShownElements)
      reader["shape"].fail("is larger than a report may show");
  }
  for (const JsonReader& value : data->elements()) tensor.values.push_back(value.any_double());
  if (tensor.values.size() != size) data->fail("does not fill the shape");
  return tensor;
}

std::vector<NamedTensor> read_tensors(const JsonReader& reader) {
  std::vector<NamedTensor> tensors;
  if (!reader.json().is_object()) reader.fail("is not an object");
  for (const Json::Member& member : reader.json().members())
    tensors.push_back(read_tensor(member.name, reader[member.name]));
  return tensors;
}

std::optional<NamedTensor> read_one_tensor(const JsonReader& parent, std::string_view member) {
  const auto reader = parent.find(member);
  if (!reader) return std::nullopt;
  std::vector<NamedTensor> tensors = read_tensors(*reader);
  if (tensors.size() != 1) reader->fail("does not hold one tensor");
  return std::move(tensors.front());
}

FailingCase read_case(const JsonReader& reader) {
  reader.expect_object({"probe", "case_seed", "note", "smallest", "call", "expected", "actual", "printed"});
  FailingCase failing;
  failing.probe = reader["probe"].string();
  failing.case_seed = reader["case_seed"].integer(kMaxSeed);
  if (const auto note = reader.find("note")) failing.note = note->string();
  failing.smallest = reader["smallest"].boolean();
  const JsonReader call = reader["call"];
  call.expect_object({"attributes", "inputs", "upstream"});
  const JsonReader attributes = call["attributes"];
  if (!attributes.json().is_object()) attributes.fail("is not an object");
  for (const Json::Member& member : attributes.json().members())
    failing.attributes.emplace_back(member.name, attributes[member.name].any_double());
  failing.inputs = read_tensors(call["inputs"]);
  if (const auto upstream = call.find("upstream")) failing.upstream = read_tensors(*upstream);
  failing.expected = read_one_tensor(reader, "expected");
  failing.actual = read_one_tensor(reader, "actual");
  if (const auto printed = reader.find("printed")) failing.printed = printed->string();
  return failing;
}

Check read_check(const JsonReader& reader) {
  reader.expect_object({"id", "kind", "status", "points", "max_points", "visibility", "message", "mistake",
                        "evidence", "case", "more_hints"});
  Check check;
  check.id = identifier(reader["id"]);
  check.kind = word(reader["kind"], kind_from_string);
  check.status = word(reader["status"], status_from_string);
  check.points = points(reader["points"]);
  check.max_points = points(reader["max_points"]);
  check.visibility = word(reader["visibility"], visibility_from_string);
  check.message = reader["message"].string();
  if (const auto mistake = reader.find("mistake")) {
    mistake->expect_object({"id", "hint"});
    check.mistake = Mistake{identifier((*mistake)["id"]), (*mistake)["hint"].string()};
  }
  if (const auto evidence = reader.find("evidence")) check.evidence = read_evidence(*evidence);
  check.more_hints = strings(reader, "more_hints");
  if (const auto failing = reader.find("case")) check.failing_case = read_case(*failing);
  if (!points_are_consistent(check)) {
    reader["points"].fail(fmt::format("is {}, which a check of {} points with status {} cannot have",
                                      format_points(check.points), format_points(check.max_points),
                                      to_string(check.status)));
  }
  return check;
}

SourceLocation read_location(const JsonReader& reader) {
  reader.expect_object({"file", "line"});
  SourceLocation location{identifier(reader["file"]), {}};
  if (const auto line = reader.find("line")) {
    location.line = line->integer(kMaxInteger);
    if (*location.line == 0) line->fail("is 0, but lines are counted from 1");
  }
  return location;
}

Excerpt read_excerpt(const JsonReader& reader) {
  reader.expect_object({"first_line", "source", "formula", "handout"});
  Excerpt excerpt;
  excerpt.first_line = reader["first_line"].integer(kMaxInteger);
  excerpt.source = reader["source"].string();
  if (const auto formula = reader.find("formula")) excerpt.formula = formula->string();
  if (const auto handout = reader.find("handout")) excerpt.handout = handout->string();
  return excerpt;
}

double coordinate(const JsonReader& reader) {
  constexpr double kMostColumnsOrRows = 100;
  const double value = reader.number();
  if (!(value >= 0 && value <= kMostColumnsOrRows)) reader.fail("lies outside of the drawing");
  return value;
}

std::vector<JsonReader> few(const JsonReader& reader) {
  std::vector<JsonReader> elements = reader.elements();
  if (elements.size() > kMaxCircuitParts) reader.fail("has more elements than a circuit may have");
  return elements;
}

DrawnCase read_circuit(const JsonReader& reader) {
  reader.expect_object({"probe", "case_seed", "title", "nodes", "wires"});
  DrawnCase drawn;
  drawn.probe = reader["probe"].string();
  drawn.case_seed = reader["case_seed"].integer(kMaxSeed);
  drawn.circuit.title = reader["title"].string();
  for (const JsonReader& node : few(reader["nodes"])) {
    node.expect_object({"name", "label", "column", "row"});
    drawn.circuit.nodes.push_back({identifier(node["name"]), node["label"].string(),
                                   coordinate(node["column"]), coordinate(node["row"])});
  }
  const auto end_of = [&](const JsonReader& wire, std::string_view end) {
    const std::string name = wire[end].string();
    if (std::ranges::find(drawn.circuit.nodes, name, &CircuitNode::name) == drawn.circuit.nodes.end())
      wire[end].fail("names no node of the circuit");
    return name;
  };
  for (const JsonReader& wire : few(reader["wires"])) {
    wire.expect_object({"name", "from", "to", "value", "gradient", "right_gradient"});
    drawn.circuit.wires.push_back({wire["name"].string(), end_of(wire, "from"), end_of(wire, "to"),
                                   wire["value"].any_double(), wire["gradient"].any_double()});
    if (drawn.circuit.wires.back().from == drawn.circuit.wires.back().to)
      wire.fail("begins and ends at the same node");
    if (const auto right = wire.find("right_gradient"))
      drawn.circuit.wires.back().right_gradient = right->any_double();
  }
  return drawn;
}

Prediction read_prediction(const JsonReader& reader) {
  reader.expect_object({"id", "question", "form", "predicted", "measured", "near"});
  Prediction prediction{identifier(reader["id"]), reader["question"].string(), reader["form"].string()};
  if (const auto predicted = reader.find("predicted")) prediction.predicted = identifier(*predicted);
  if (const auto measured = reader.find("measured")) {
    if (prediction.predicted.empty()) measured->fail("stands beside no prediction");
    prediction.measured = identifier(*measured);
    prediction.near = reader["near"].boolean();
  }
  return prediction;
}

Problem read_problem(const JsonReader& reader) {
  reader.expect_object({"id", "title", "status", "score", "max_score", "message", "location", "excerpt",
                        "handout", "untried", "override", "predictions", "circuit", "checks"});
  Problem problem;
  problem.id = identifier(reader["id"]);
  problem.title = reader["title"].string();
  problem.status = word(reader["status"], status_from_string);
  problem.score = points(reader["score"]);
  problem.max_score = points(reader["max_score"]);
  if (const auto message = reader.find("message")) problem.message = message->string();
  if (const auto location = reader.find("location")) problem.location = read_location(*location);
  if (const auto excerpt = reader.find("excerpt")) problem.excerpt = read_excerpt(*excerpt);
  if (const auto handout = reader.find("handout")) problem.handout = identifier(*handout);
  if (const auto untried = reader.find("untried")) {
    for (const JsonReader& place : untried->elements()) problem.untried.push_back(place.string());
  }
  if (const auto given = reader.find("override")) {
    given->expect_object({"points", "reason", "by"});
    problem.override_by_hand =
        Override{points((*given)["points"]), (*given)["reason"].string(), (*given)["by"].string()};
  }
  if (const auto predictions = reader.find("predictions")) {
    for (const JsonReader& prediction : predictions->elements())
      problem.predictions.push_back(read_prediction(prediction));
  }
  if (const auto circuit = reader.find("circuit")) problem.drawn = read_circuit(*circuit);
  for (const JsonReader& check : reader["checks"].elements()) problem.checks.push_back(read_check(check));
  return problem;
}

Figure read_figure(const JsonReader& reader) {
  reader.expect_object({"id", "title", "vega_lite", "caption"});
  const JsonReader specification = reader["vega_lite"];
  if (!specification.json().is_object()) specification.fail("is not an object");
  expect_own_figure(specification, specification.json());
  const auto caption = reader.find("caption");
  return {identifier(reader["id"]), reader["title"].string(), specification.json().dump(),
          caption ? caption->string() : std::string()};
}

std::string read_sha256(const JsonReader& reader) {
  const std::string digits = reader.string();
  if (digits.size() != 64 || digits.find_first_not_of("0123456789abcdef") != std::string::npos) {
    reader.fail("is not 64 lower-case hexadecimal digits");
  }
  return digits;
}

// Returns a time such as 2026-06-01T14:32:05Z.
std::string read_time(const JsonReader& reader) {
  const std::string text = reader.string();
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:ddZ";
  const auto fits = [](char c, char form) { return form == 'd' ? c >= '0' && c <= '9' : c == form; };
  if (!std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), fits))
    reader.fail("is no time such as 2026-06-01T14:32:05Z");
  return text;
}

RunInfo read_run(const JsonReader& reader) {
  reader.expect_object({"graded_at", "hostname", "problem_ms"});
  RunInfo run{read_time(reader["graded_at"]), identifier(reader["hostname"])};
  const JsonReader problems = reader["problem_ms"];
  if (!problems.json().is_object()) problems.fail("is not an object");
  for (const Json::Member& member : problems.json().members())
    run.problem_ms[member.name] = static_cast<std::int64_t>(problems[member.name].integer(kMaxInteger));
  return run;
}

void expect_score(const JsonReader& reader, double given, double derived) {
  if (std::abs(given - derived) <= 1e-6) return;
  reader.fail(
      fmt::format("is {}, but the checks add up to {}", format_points(given), format_points(derived)));
}

void expect_tallied(const JsonReader& reader, const Report& report) {
  Report tallied = report;
  tally(tallied);
  const auto problems = reader["problems"].elements();
  for (std::size_t i = 0; i < problems.size(); ++i) {
    const Problem& derived = tallied.problems[i];
    expect_score(problems[i]["score"], report.problems[i].score, derived.score);
    expect_score(problems[i]["max_score"], report.problems[i].max_score, derived.max_score);
    if (report.problems[i].status != derived.status) {
      problems[i]["status"].fail(fmt::format("is {}, but the checks make it {}",
                                             to_string(report.problems[i].status),
                                             to_string(derived.status)));
    }
  }
  expect_score(reader["score"], report.score, tallied.score);
  expect_score(reader["max_score"], report.max_score, tallied.max_score);
}

}  // namespace

Report from_json(const Json& document, const std::string& what) {
  const JsonReader reader(document, what);
  reader.expect_object({"schema", "grader", "assignment", "submission", "seed", "score", "max_score",
                        "duration_ms", "run", "problems", "figures", "prediction_notes"});
  if (reader["schema"].string() != kReportSchema) {
    reader["schema"].fail(fmt::format("is not \"{}\"", kReportSchema));
  }
  Report report;
  const JsonReader grader = reader["grader"];
  grader.expect_object({"version", "compiler", "isolation"});
  report.grader = {grader["version"].string(), grader["compiler"].string(), grader["isolation"].string()};
  report.assignment = identifier(reader["assignment"]);
  const JsonReader submission = reader["submission"];
  submission.expect_object({"id", "sha256", "folder", "not_graded", "notes"});
  report.submission = {submission["id"].string(), read_sha256(submission["sha256"])};
  if (const auto folder = submission.find("folder")) report.submission.folder = identifier(*folder);
  report.submission.not_graded = strings(submission, "not_graded");
  report.submission.notes = strings(submission, "notes");
  report.seed = reader["seed"].integer(kMaxSeed);
  report.score = points(reader["score"]);
  report.max_score = points(reader["max_score"]);
  report.duration_ms = static_cast<std::int64_t>(reader["duration_ms"].integer(kMaxInteger));
  if (const auto run = reader.find("run")) report.run = read_run(*run);
  for (const JsonReader& problem : reader["problems"].elements()) {
    report.problems.push_back(read_problem(problem));
  }
  for (const JsonReader& figure : reader["figures"].elements()) {
    report.figures.push_back(read_figure(figure));
  }
  report.prediction_notes = strings(reader, "prediction_notes");
  expect_tallied(reader, report);
  return report;
}

Report parse_report(std::string_view text, const std::string& what) {
  return from_json(parse_json(text, what), what);
}

}  // namespace grader
