/// The grader's verdict as plain values: the contents of report.json (schema `backprop-report/1`), and the
/// input of every renderer. To make a report, set its checks and call `tally`, which derives the statuses and
/// scores above the checks.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grader/circuits/circuit.hpp"
#include "grader/report/status.hpp"

namespace grader {

/// The largest seed, 2^53 - 1. Seeds are JSON integers, and many JSON readers store numbers as doubles.
inline constexpr std::uint64_t kMaxSeed = (std::uint64_t{1} << 53) - 1;

/// Evidence contains whole tensors up to this many elements.
inline constexpr std::size_t kMaxShownElements = 64;

/// The element with the largest error.
struct WorstElement {
  std::vector<std::size_t> index;  ///< as long as the shape; empty for a scalar
  double expected = 0;
  double actual = 0;
  double absolute_error = 0;
  double relative_error = 0;
  double tolerance = 0;  ///< the largest absolute error that would have passed
};

/// How far a tensor that is too large to print is off, as a picture of at most kMostHeatCells rows and
/// columns. The rows are all axes but the last. A cell stands for one element or for a block of them.
struct HeatMap {
  std::size_t columns = 0;
  std::vector<double> cells;  ///< actual - expected, row-major: of each block the largest in magnitude

  std::size_t rows() const { return columns == 0 ? 0 : cells.size() / columns; }
};
inline constexpr std::size_t kMostHeatCells = 32;

/// Why a check failed, in numbers. Every double may be NaN or infinite.
struct Evidence {
  std::string failing_class;  ///< shape, finite, linearity, numeric, reference…: lower case and underscores
  std::optional<std::string> gradient;  ///< the tensor that is wrong, such as dw
  std::string probe;                    ///< the regime of the input, such as "scale 4, batch 1"
  std::vector<std::size_t> shape;       ///< of the expected tensor
  std::uint64_t case_seed = 0;          ///< at most kMaxSeed
  std::optional<WorstElement> worst;    ///< absent when no element can be compared, as with a wrong shape
  std::optional<double> ratio;          ///< actual / expected, when it is the same for every element
  /// Row-major, all of `shape`; empty when too many. Where several values are right, at a kink, the nearest
  /// to the answer.
  std::vector<double> expected_values = {};
  std::vector<double> actual_values = {};  ///< likewise; empty together with `expected_values`
  HeatMap differences = {};                ///< empty unless the values are too many
  /// Row-major places of the wrong ones among these values. When empty, it is those that differ.
  std::vector<std::size_t> wrong_elements = {};
};

/// A tensor as the report shows it. A number has the empty shape.
struct NamedTensor {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<double> values;  ///< row-major, all of `shape`; empty when more than kMaxShownElements
};

/// One call that went wrong, for a student who wants to repeat it: what was handed in and what came back.
struct FailingCase {
  std::string probe;
  std::uint64_t case_seed = 0;  ///< at most kMaxSeed
  std::string note = {};        ///< what the case is about; may be empty
  bool smallest = false;        ///< whether it is the smallest case that fails, and not that of the evidence
  std::vector<NamedTensor> inputs = {};  ///< in the order of the forward pass's parameters
  std::vector<std::pair<std::string, double>> attributes = {};
  std::vector<NamedTensor> upstream = {};    ///< by output: "out" for dout; empty without a backward pass
  std::optional<NamedTensor> expected = {};  ///< the tensor that is wrong, as it should be
  std::optional<NamedTensor> actual = {};    ///< likewise, as the student's code gave it
  std::string printed = {};  ///< what the student's code printed in this call alone; cleaned and capped
};

/// A known wrong backward pass that gives exactly the student's numbers.
struct Mistake {
  std::string id;
  std::string hint;  ///< one sentence for the student
  /// What somebody who gives these answers may believe. It reaches the student in `Check::more_hints` only.
  std::string belief = {};
};

struct Check {
  std::string id;
  Kind kind = Kind::gradient;
  Status status = Status::grader_error;
  /// In [0, max_points]: all of them for pass, perhaps some for fail, none for any other status.
  double points = 0;
  double max_points = 0;
  Visibility visibility = Visibility::shown;
  std::string message;
  std::optional<Mistake> mistake;
  std::optional<Evidence> evidence;
  std::optional<FailingCase> failing_case = {};
  /// Further steps of the hint, for a student who asks for them: the idea, then an example with numbers.
  std::vector<std::string> more_hints = {};
};

/// A place in the student's files.
struct SourceLocation {
  std::string file;                 ///< as the student calls it: "affine.cpp"
  std::optional<std::size_t> line;  ///< from 1
};

/// A student's function beside what it was to compute.
struct Excerpt {
  std::size_t first_line = 1;  ///< of `source` in the student's file, from 1
  std::string source;          ///< cleaned
  std::string formula;         ///< from the layer's header; may be empty
  std::string handout;  ///< a file and section, "assignments/a1-gates/handout.md#21-affine"; may be empty
};

/// The numbers of one call on the wires of a layer that is a circuit.
struct DrawnCase {
  std::string probe;
  std::uint64_t case_seed = 0;  ///< at most kMaxSeed
  Circuit circuit;              ///< at most kMaxCircuitParts nodes, and as many wires
};
inline constexpr std::size_t kMaxCircuitParts = 64;

/// What a student expected of a scenario, beside what came out. It is worth no points.
struct Prediction {
  std::string id;              ///< as in predictions.txt
  std::string question;        ///< a sentence
  std::string form;            ///< how an answer is written: "a number, in %"
  std::string predicted = {};  ///< "40 %"; empty when nothing was predicted
  std::string measured = {};  ///< likewise; empty when nothing was predicted, and while the part is not right
  bool near = false;          ///< whether both are there and agree, as far as the question asks
};

/// Points that an instructor gave by hand in place of those of the checks.
struct Override {
  double points = 0;
  std::string reason;
  std::string by;
};

struct Problem {
  std::string id;
  std::string title;
  Status status = Status::grader_error;
  double score = 0;
  double max_score = 0;
  std::optional<std::string> message;  ///< about the whole problem, such as compiler errors
  std::vector<Check> checks;
  std::optional<SourceLocation> location = {};  ///< absent for a problem without a file of its own
  std::optional<Excerpt> excerpt = {};          ///< for a problem that is wrong
  /// Of a scenario, as `Excerpt::handout` is of a layer. May be empty.
  std::string handout = {};
  /// For the instructor: comparisons in the student's code whose other side no case took.
  std::vector<std::string> untried = {};
  std::optional<Override> override_by_hand = {};
  std::vector<Prediction> predictions = {};  ///< one for each question that a scenario asks beforehand
  std::optional<DrawnCase> drawn = {};       ///< for a circuit whose backward pass answered
};

struct Figure {
  std::string id;
  std::string title;
  std::string vega_lite;     ///< a Vega-Lite specification: the JSON text of an object
  std::string caption = {};  ///< what it shows, in sentences; may be empty
};

struct GraderInfo {
  std::string version;
  std::string compiler;
  std::string isolation;  ///< the sandbox that was used
};

struct SubmissionInfo {
  std::string id;
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  /// Where the graded files were, relative to what was handed in: "." for the top. Empty when unknown.
  std::string folder = {};
  std::vector<std::string> not_graded = {};  ///< folders with other versions of these files
  std::vector<std::string> notes = {};       ///< sentences on which files were graded and which were not
};

/// When and where a report was made, and how long each problem took. Submission and seed give all else in a
/// report, but these differ from run to run, so they are kept apart.
struct RunInfo {
  std::string graded_at;  ///< in UTC: "2026-06-01T14:32:05Z"
  std::string hostname;   ///< of the machine that graded; never empty
  /// By the problem's id, in wall-clock milliseconds. Compiling is not in it, since files are compiled for
  /// several problems at once. Problems may be graded side by side.
  std::map<std::string, std::int64_t> problem_ms = {};
};

struct Report {
  GraderInfo grader;
  std::string assignment;
  SubmissionInfo submission;
  std::uint64_t seed = 0;  ///< at most kMaxSeed; grading again with it gives the same inputs
  double score = 0;
  double max_score = 0;
  std::int64_t duration_ms = 0;
  std::optional<RunInfo> run = {};  ///< absent in reports of earlier graders
  std::vector<Problem> problems;
  std::vector<Figure> figures;
  /// Sentences about lines of predictions.txt that were not understood, cleaned.
  std::vector<std::string> prediction_notes = {};
};

/// Returns the status of a problem with these checks: `pass` when all pass, `grader_error` when there are no
/// checks. Otherwise returns the gravest status that occurs, in the order grader_error, compile_error, crash,
/// memory_limit, timeout, output_limit, fail, not_implemented, skipped. So a problem that is partly right is
/// `fail`, and one that is unfinished but right so far is `not_implemented`.
Status status_of(const std::vector<Check>& checks);

/// Returns whether the check's points are possible with its status: see `Check::points`.
bool points_are_consistent(const Check& check);

/// Returns the sum without binary rounding noise: 0.1 + 0.2 is 0.3. It is exact for points of up to six
/// decimals.
double sum_points(const std::vector<double>& points);

/// Computes the status and the scores of every problem and the report's scores from the checks; points given
/// by hand replace those of a problem's checks, and its status stays that of the checks. A check whose
/// points do not fit its status becomes `grader_error` with 0 points. Calling it twice changes nothing.
void tally(Report& report);

/// Returns what submission and seed give: the report without `duration_ms` and `run`. Two gradings of the
/// same files with the same seed are equal in it.
Report without_times(Report report);

/// Returns a sentence for each problem whose points were given by hand: how many, instead of how many, by
/// whom and why.
std::vector<std::string> override_notes(const Report& report);

/// Returns the report as a student may see it. Hidden checks keep only kind, status and points, and are
/// renamed to hidden-1, hidden-2… What is for the instructor alone is left out.
Report student_view(Report report);

}  // namespace grader
